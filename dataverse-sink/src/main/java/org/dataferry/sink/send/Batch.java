package org.dataferry.sink.send;

import java.util.List;

/** Rows of one entity that go out together. */
public record Batch(String entity, Action action, List<RowTask> rows) {
    public Batch {
        rows = List.copyOf(rows);
        if (rows.isEmpty()) {
            throw new IllegalArgumentException("a batch has at least one row");
        }
    }
}
