package org.dataferry.emulator.store;

import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.dataferry.emulator.metadata.Table;

/**
 * Rows that are committed for certain, so that a unit of work need not ask RocksDB: many rows of a load name the same few parents, and
 * to find one that is there costs it two searches. Used by units only, which run one at a time; not thread-safe.
 */
final class KnownRows {
    /** Of each of two generations; together some 10 MB. */
    private static final int MAX_ROWS = 50_000;

    private record Known(int table, UUID id) {}

    private Set<Known> recent = new HashSet<>();
    private Set<Known> older = new HashSet<>();

    boolean contain(Table table, UUID id) {
        Known row = new Known(table.number(), id);
        return recent.contains(row) || older.contains(row);
    }

    void add(Table table, UUID id) {
        if (recent.size() == MAX_ROWS) {
            older = recent;
            recent = new HashSet<>();
        }
        recent.add(new Known(table.number(), id));
    }

    /** Of a row that a unit deletes; to forget one that stays, should the unit be undone, does no harm. */
    void forget(Table table, UUID id) {
        Known row = new Known(table.number(), id);
        recent.remove(row);
        older.remove(row);
    }
}
