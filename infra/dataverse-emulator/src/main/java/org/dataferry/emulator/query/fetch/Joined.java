package org.dataferry.emulator.query.fetch;

import java.util.HashMap;
import java.util.Map;
import org.dataferry.emulator.store.Row;
import org.jspecify.annotations.Nullable;

/** A row of the answer before its columns are chosen: one row of each table of the query, or none for an outer link. */
final class Joined {
    /** The alias of the table that is asked about. */
    static final String ROOT = "";

    private final Map<String, @Nullable Row> rows;

    Joined(Row root) {
        this(new HashMap<>());
        rows.put(ROOT, root);
    }

    private Joined(Map<String, @Nullable Row> rows) {
        this.rows = rows;
    }

    Joined with(String alias, @Nullable Row row) {
        Map<String, @Nullable Row> more = new HashMap<>(rows);
        more.put(alias, row);
        return new Joined(more);
    }

    @Nullable Row row(String alias) {
        return rows.get(alias);
    }
}
