package org.dataferry.transform.mapping.cel;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.ast.CelReference;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.TypeParamType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
    private static final TypeParamType ELEMENT = TypeParamType.create("T");

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
            Map.entry("conditional_list", ListType.create(ELEMENT)));

    private Conditional() {}

    static CelFunctionDecl declaration() {
        List<CelOverloadDecl> overloads = TYPES.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> CelOverloadDecl.newGlobalOverload(
                        entry.getKey(), entry.getValue(), SimpleType.BOOL, entry.getValue(), entry.getValue()))
                .toList();
        return CelFunctionDecl.newFunctionDeclaration(FUNCTION, overloads);
    }

    /** The same tree, with each conditional named as the runtime knows it. */
    static CelAbstractSyntaxTree forRuntime(CelAbstractSyntaxTree checked) {
        Map<Long, CelReference> references = new LinkedHashMap<>(checked.getReferenceMap());
        references.replaceAll((id, reference) -> isConditional(reference)
                ? CelReference.newBuilder()
                        .setName(reference.name())
                        .addOverloadIds(CELS_OWN_ID)
                        .build()
                : reference);
        return CelAbstractSyntaxTree.newCheckedAst(
                checked.getExpr(), checked.getSource(), references, checked.getTypeMap());
    }

    private static boolean isConditional(CelReference reference) {
        return !reference.overloadIds().isEmpty()
                && TYPES.containsKey(reference.overloadIds().getFirst());
    }
}
