package org.dataferry.transform.mapping.cel;

import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.TypeParamType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * {@code condition ? a : b} for branches of which one may be null.
 *
 * <p>CEL declares it once for any type, where {@code null} and a string are two types, so that {@code x == null ? null :
 * upper(x)} is refused. Here it is declared once per type in its nullable form. The runtime knows it by the id of CEL's
 * one declaration, which is put back after the check.
 */
final class Conditional {

    private static final String FUNCTION = "_?_:_";
    private static final String CELS_OWN_ID = "conditional";
    private static final CelType LIST = ListType.create(TypeParamType.create("T"));

    private static final Map<String, CelType> TYPES = Map.ofEntries(
            Map.entry("conditional_string", CelTypes.TEXT),
            Map.entry("conditional_int", CelTypes.WHOLE),
            Map.entry("conditional_double", CelTypes.FLOATING),
            Map.entry("conditional_bool", CelTypes.BOOL),
            Map.entry("conditional_bytes", CelTypes.BYTES),
            Map.entry("conditional_decimal", CelTypes.DECIMAL),
            Map.entry("conditional_date", CelTypes.DATE),
            Map.entry("conditional_local_date_time", CelTypes.LOCAL_DATE_TIME),
            Map.entry("conditional_time_of_day", CelTypes.TIME_OF_DAY),
            Map.entry("conditional_timestamp", SimpleType.TIMESTAMP),
            Map.entry("conditional_duration", SimpleType.DURATION),
            Map.entry("conditional_list", LIST));

    /** A list is no type that CEL lets be null, so its two forms with null are said one by one. */
    private static final List<CelOverloadDecl> LIST_OR_NULL = List.of(
            CelOverloadDecl.newGlobalOverload(
                    "conditional_list_null", LIST, SimpleType.BOOL, LIST, SimpleType.NULL_TYPE),
            CelOverloadDecl.newGlobalOverload(
                    "conditional_null_list", LIST, SimpleType.BOOL, SimpleType.NULL_TYPE, LIST));

    private Conditional() {}

    static CelFunctionDecl declaration() {
        Stream<CelOverloadDecl> overloads = TYPES.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> CelOverloadDecl.newGlobalOverload(
                        entry.getKey(), entry.getValue(), SimpleType.BOOL, entry.getValue(), entry.getValue()));
        return CelFunctionDecl.newFunctionDeclaration(
                FUNCTION, Stream.concat(overloads, LIST_OR_NULL.stream()).toList());
    }

    /** The id by which the runtime knows a conditional; empty if the ids are of something else. */
    static Optional<String> runtimeId(List<String> overloadIds) {
        return overloadIds.stream().anyMatch(id -> id.startsWith(CELS_OWN_ID))
                ? Optional.of(CELS_OWN_ID)
                : Optional.empty();
    }
}
