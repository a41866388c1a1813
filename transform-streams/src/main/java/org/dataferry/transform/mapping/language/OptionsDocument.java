package org.dataferry.transform.mapping.language;

import org.dataferry.schemas.settings.SettingsException;
import org.dataferry.schemas.value.Value;
import org.jspecify.annotations.Nullable;

/**
 * That a column is an option, found by a text in the option tables.
 *
 * @param column the source column under which the texts stand in the option tables
 */
public record OptionsDocument(String column, Unknown unknown) {

    /** What becomes of a text that the option tables do not have. */
    public enum Unknown {
        REFUSE,
        NULL
    }

    /**
     * @param options {@code true}, or the name of a column
     * @param unknown {@code refuse}, null, or nothing at all
     * @param column that the value is made of; null if it is an expression
     */
    static OptionsDocument of(Value options, @Nullable Value unknown, @Nullable String column) {
        return new OptionsDocument(
                switch (options) {
                    case Value.Text(String name) when !name.isBlank() -> name;
                    case Value.Bool(boolean bool) when bool && column != null -> column;
                    case Value.Bool(boolean bool)
                    when bool ->
                        throw new SettingsException(
                                "'options: true' takes the texts of the column; beside an expression, name the source"
                                        + " column under which they stand in the option table, such as options: title");
                    case Value other ->
                        throw new SettingsException(
                                "'options' is true, or the name of the source column under which the texts stand in the"
                                        + " option table");
                },
                unknown(unknown));
    }

    private static Unknown unknown(@Nullable Value written) {
        return switch (written) {
            case null -> Unknown.REFUSE;
            case Value.Null nothing -> Unknown.NULL;
            case Value.Text(String text) when text.equals("refuse") -> Unknown.REFUSE;
            case Value other ->
                throw new SettingsException("'unknown' is refuse, which rejects the row, or null, which leaves the"
                        + " column empty; an option in its place follows in a later version");
        };
    }
}
