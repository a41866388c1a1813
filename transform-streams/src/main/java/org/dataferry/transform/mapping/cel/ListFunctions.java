package org.dataferry.transform.mapping.cel;

import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.TypeParamType;
import java.util.List;

/** {@code list == null} and {@code list != null}, which CEL's checker does not know: its lists are never null, ours may be. */
final class ListFunctions {

    private static final CelType LIST = ListType.create(TypeParamType.create("T"));

    private ListFunctions() {}

    static List<CelFunction> all() {
        return List.of(
                CelFunction.binary(
                        "_==_",
                        "equals_list_null",
                        SimpleType.BOOL,
                        List.of(LIST, SimpleType.NULL_TYPE),
                        Object.class,
                        Object.class,
                        Object::equals),
                CelFunction.binary(
                        "_!=_",
                        "not_equals_list_null",
                        SimpleType.BOOL,
                        List.of(LIST, SimpleType.NULL_TYPE),
                        Object.class,
                        Object.class,
                        (list, nothing) -> !list.equals(nothing)));
    }
}
