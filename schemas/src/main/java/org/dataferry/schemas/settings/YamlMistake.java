package org.dataferry.schemas.settings;

import com.fasterxml.jackson.core.JsonLocation;
import org.jspecify.annotations.Nullable;

/**
 * Something in a file that is not as it has to be.
 *
 * @param line from 1; 0 if it is not known where
 * @param column from 1, in characters; 0 if it is not known where
 * @param field its path, {@code a.b.[0].c}; empty if the words name it, or it is about none
 * @param what is wrong, and what would be right
 */
public record YamlMistake(int line, int column, String field, String what) {

    static YamlMistake at(@Nullable JsonLocation place, String field, String what) {
        return place == null
                ? new YamlMistake(0, 0, field, what)
                : new YamlMistake(place.getLineNr(), place.getColumnNr(), field, what);
    }

    /** As it stands after the name of the file. */
    String text() {
        return (line == 0 ? "" : ", line " + line + ", column " + column) + ": "
                + (field.isEmpty() ? "" : "field '" + field + "': ") + what;
    }
}
