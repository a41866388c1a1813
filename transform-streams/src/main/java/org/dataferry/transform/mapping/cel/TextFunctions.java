package org.dataferry.transform.mapping.cel;

import dev.cel.common.types.SimpleType;
import dev.cel.common.types.TypeParamType;
import dev.cel.common.values.NullValue;
import java.util.List;
import java.util.Locale;

/** Texts by whole characters, in no particular language; and the default for null. */
final class TextFunctions {

    private static final TypeParamType ANY = TypeParamType.create("T");

    private TextFunctions() {}

    static List<CelFunction> all() {
        return List.of(
                CelFunction.unary(
                        "trim", "trim_string", SimpleType.STRING, SimpleType.STRING, String.class, String::strip),
                CelFunction.unary(
                        "upper",
                        "upper_string",
                        SimpleType.STRING,
                        SimpleType.STRING,
                        String.class,
                        text -> text.toUpperCase(Locale.ROOT)),
                CelFunction.unary(
                        "lower",
                        "lower_string",
                        SimpleType.STRING,
                        SimpleType.STRING,
                        String.class,
                        text -> text.toLowerCase(Locale.ROOT)),
                CelFunction.binary(
                        "left",
                        "left_string_int",
                        SimpleType.STRING,
                        List.of(SimpleType.STRING, SimpleType.INT),
                        String.class,
                        Long.class,
                        TextFunctions::left),
                CelFunction.binary(
                        "orElse",
                        "or_else",
                        ANY,
                        List.of(ANY, ANY),
                        Object.class,
                        Object.class,
                        (value, other) -> value instanceof NullValue ? other : value));
    }

    /** In UTF-16 units, as Dataverse counts lengths; a surrogate pair is never cut in two. */
    private static String left(String text, long length) {
        if (length < 0) {
            throw new ExpressionFault("left(x, " + length + "): a length is not negative");
        }
        if (length >= text.length()) {
            return text;
        }
        int end = (int) length;
        return text.substring(0, end > 0 && Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end);
    }
}
