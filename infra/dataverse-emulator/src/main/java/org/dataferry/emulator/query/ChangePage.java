package org.dataferry.emulator.query;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.dataferry.emulator.metadata.Table;
import org.dataferry.emulator.query.TrackingCookie.Position;
import org.dataferry.emulator.store.Changes;
import org.dataferry.emulator.store.Row;
import org.dataferry.emulator.store.RowReads;
import org.jspecify.annotations.Nullable;

/**
 * One page of a read that tracks changes.
 *
 * @param end the last entry, or null if nothing is behind it
 */
record ChangePage(List<Entry> entries, @Nullable Position end) {
    sealed interface Entry {
        record Written(Row row) implements Entry {}

        record Deleted(UUID id) implements Entry {}
    }

    private record Placed(Entry entry, Position position) {}

    /** @param last of the page before, or null for the first */
    static ChangePage ofAll(RowReads reads, Table table, @Nullable Position last, int size) {
        UUID after = switch (last) {
            case null -> null;
            case Position.Row row -> row.id();
            case Position.Written ignored -> throw TrackingCookie.malformed();
            case Position.Deleted ignored -> throw TrackingCookie.malformed();
        };
        List<Placed> found = new ArrayList<>();
        reads.scan(table, after, row -> {
            found.add(new Placed(new Entry.Written(row), new Position.Row(row.id())));
            return found.size() <= size;
        });
        return cut(found, size);
    }

    /**
     * What changed behind a version: first the rows that were written, then those that were deleted, each by version. A row that changed
     * again behind the end is left to the next changes.
     */
    static ChangePage since(
            RowReads reads, Changes changes, Table table, long since, long until, @Nullable Position last, int size) {
        long written = since;
        long deleted = since;
        switch (last) {
            case null -> {}
            case Position.Row ignored -> throw TrackingCookie.malformed();
            case Position.Written at -> written = at.version();
            case Position.Deleted at -> {
                written = until;
                deleted = at.version();
            }
        }
        List<Placed> found = new ArrayList<>();
        changes.written(table, written, until, change -> {
            Row row = Objects.requireNonNull(reads.row(table, change.id()), "a row that was written is there");
            found.add(new Placed(new Entry.Written(row), new Position.Written(change.version())));
            return found.size() <= size;
        });
        if (found.size() <= size) {
            changes.deleted(table, deleted, until, change -> {
                found.add(new Placed(new Entry.Deleted(change.id()), new Position.Deleted(change.version())));
                return found.size() <= size;
            });
        }
        return cut(found, size);
    }

    /** The number of changes behind a version, counting no further than the limit. */
    static long count(Changes changes, Table table, long since, long limit) {
        long[] count = {0};
        changes.written(table, since, Long.MAX_VALUE, change -> ++count[0] < limit);
        if (count[0] < limit) {
            changes.deleted(table, since, Long.MAX_VALUE, change -> ++count[0] < limit);
        }
        return count[0];
    }

    private static ChangePage cut(List<Placed> found, int size) {
        boolean more = found.size() > size;
        List<Placed> page = more ? found.subList(0, size) : found;
        return new ChangePage(
                page.stream().map(Placed::entry).toList(), more ? page.getLast().position() : null);
    }
}
