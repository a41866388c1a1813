package org.dataferry.transform.mapping;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.dataferry.schemas.change.SourceRow;
import org.dataferry.schemas.value.Value;
import org.dataferry.transform.mapping.type.SourceColumn;
import org.dataferry.transform.mapping.type.SourceSchema;

/**
 * Takes the blanks away with which PostgreSQL fills a {@code char(n)}: they are no content, and for PostgreSQL itself they
 * mean nothing. All that a mapping reads of a row is read without them, so that expressions, options and texts see what was
 * written; keys keep them, as a row's id never changes.
 *
 * @param columns of type {@code char(n)}
 */
record Padding(Set<String> columns) {

    Padding {
        columns = Set.copyOf(columns);
    }

    static Padding of(SourceSchema source) {
        return new Padding(source.columns().values().stream()
                .filter(column -> column.paddedTo().isPresent())
                .map(SourceColumn::name)
                .collect(Collectors.toSet()));
    }

    SourceRow without(SourceRow row) {
        if (columns.isEmpty()) {
            return row;
        }
        Map<String, Value> bare = new HashMap<>();
        for (String column : columns) {
            if (row.get(column) instanceof Value.Text(String text) && text.endsWith(" ")) {
                bare.put(column, Value.text(bare(text)));
            }
        }
        return bare.isEmpty() ? row : row.with(bare);
    }

    /** Blanks only: a tab at the end was written by somebody. */
    private static String bare(String text) {
        int end = text.length();
        while (end > 0 && text.charAt(end - 1) == ' ') {
            end--;
        }
        return text.substring(0, end);
    }
}
