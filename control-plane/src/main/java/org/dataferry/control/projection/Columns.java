package org.dataferry.control.projection;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The values of a row as texts that PostgreSQL reads as the types of its columns. */
final class Columns {

    private Columns() {}

    /** @param values one after the other; those of a list stand in its place */
    static List<@Nullable String> of(@Nullable Object... values) {
        List<@Nullable String> texts = new ArrayList<>(values.length);
        for (Object value : values) {
            if (value instanceof List<?> several) {
                several.forEach(each -> texts.add(text(each)));
            } else {
                texts.add(text(value));
            }
        }
        return texts;
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }
}
