package org.dataferry.emulator.query;

import java.util.List;
import java.util.UUID;
import org.dataferry.emulator.metadata.Column;
import org.dataferry.emulator.store.Row;
import org.dataferry.emulator.store.RowReads;
import org.jspecify.annotations.Nullable;

/**
 * What a condition looks at: a column of a row, or of the row that its lookups lead to.
 *
 * @param path the lookups to follow, from the row on
 */
record Operand(RowReads reads, List<Navigation.Single> path, Column column) {
    Operand {
        path = List.copyOf(path);
    }

    /** No value also where a lookup on the way has none. */
    @Nullable Object of(Row row) {
        Row at = row;
        for (Navigation.Single step : path) {
            UUID id = step.id(at);
            Row next = id == null ? null : reads.row(step.target(), id);
            if (next == null) {
                return null;
            }
            at = next;
        }
        return at.get(column);
    }
}
