package org.dataferry.transform.mapping.convert;

import org.dataferry.schemas.value.Value;

/** Converts one value that is neither null nor absent. Never throws for what the value is. */
@FunctionalInterface
interface Conversion {

    Converted convert(Value value);

    /** What is said when a row holds another type than the source's catalogue told. */
    static Converted unexpected(Value value, String expected) {
        String held = switch (value) {
            case Value.Text text -> "the text '" + shortened(text.value()) + "'";
            case Value other -> "a " + other.getClass().getSimpleName();
        };
        return Converted.invalid("the row holds " + held + " where the source's catalogue says " + expected);
    }

    private static String shortened(String text) {
        return text.length() <= 40 ? text : text.substring(0, 40) + "...";
    }
}
