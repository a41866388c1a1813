package org.dataferry.sink.client.metadata;

import java.util.List;
import java.util.Locale;

/** An alternate key to be made, on columns that exist (logical names). */
public record NewKey(String schemaName, String displayName, List<String> columns) {
    /** The server's limit. */
    private static final int MAX_COLUMNS = 16;

    public NewKey {
        columns = List.copyOf(columns);
        if (columns.isEmpty() || columns.size() > MAX_COLUMNS) {
            throw new IllegalArgumentException("Alternate key %s has %d columns, should have 1 to %d"
                    .formatted(schemaName, columns.size(), MAX_COLUMNS));
        }
    }

    public String logicalName() {
        return schemaName.toLowerCase(Locale.ROOT);
    }
}
