package org.dataferry.sink.send;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.dataferry.schemas.key.RowId;

/** The results of rows that were sent in several parts. A row is in a batch once, so its id finds its result. */
final class RowResults {

    private final Map<RowId, RowResult> results = new HashMap<>();

    void add(RowTask row, RowResult result) {
        results.put(row.write().row(), result);
    }

    /** @param found one result per row, in their order */
    void add(List<RowTask> rows, List<RowResult> found) {
        for (int i = 0; i < rows.size(); i++) {
            add(rows.get(i), found.get(i));
        }
    }

    /** One result per row, in their order. */
    List<RowResult> of(List<RowTask> rows) {
        return rows.stream()
                .map(row -> Objects.requireNonNull(results.get(row.write().row())))
                .toList();
    }
}
