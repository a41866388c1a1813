package org.dataferry.transform.semantics;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.value.Value;
import org.dataferry.schemas.write.EntityWrite;
import org.dataferry.schemas.write.FileContent;
import org.dataferry.schemas.write.LookupTarget;

/** The target: rows with their lookups, links, and the rules by which it refuses. Watches that nothing older overwrites. */
final class Target {

    private final RandomGenerator random;
    private final Set<String> restricted;
    private final Map<RowId, Row> rows = new HashMap<>();
    private final Set<RowId.Link> links = new HashSet<>();
    private final Map<RowId, Long> newest = new HashMap<>();

    static final class Row {
        final UUID guid;
        final Map<String, Value> columns = new HashMap<>();
        final Map<String, Optional<UUID>> lookups = new HashMap<>();
        int state;
        FileContent file = FileContent.NONE;

        Row(UUID guid) {
            this.guid = guid;
        }
    }

    Target(RandomGenerator random, Set<String> restricted) {
        this.random = random;
        this.restricted = restricted;
    }

    Optional<Row> row(RowId row) {
        return Optional.ofNullable(rows.get(row));
    }

    Map<RowId, Row> rows() {
        return rows;
    }

    Set<RowId.Link> links() {
        return links;
    }

    boolean isNamed(RowId row) {
        UUID guid = rows.get(row).guid;
        return rows.entrySet().stream()
                .anyMatch(other ->
                        !other.getKey().equals(row) && other.getValue().lookups.containsValue(Optional.of(guid)));
    }

    /** The row that a lookup or link names and that is not here. */
    Optional<RowId> missing(LookupTarget target) {
        return switch (target) {
            case LookupTarget.None ignored -> Optional.empty();
            case LookupTarget.ByKey(RowId row) -> rows.containsKey(row) ? Optional.empty() : Optional.of(row);
            case LookupTarget.ByGuid(RowId row, UUID guid) ->
                rows.values().stream().anyMatch(any -> any.guid.equals(guid)) ? Optional.empty() : Optional.of(row);
        };
    }

    Row upsert(EntityWrite.UpsertRow write, Set<String> names) {
        grow(write);
        Row row = rows.computeIfAbsent(write.row(), none -> new Row(new UUID(random.nextLong(), random.nextLong())));
        write.columns().forEach((column, value) -> {
            if (names.contains(column)) {
                row.columns.put(column, value);
            }
        });
        write.lookups().forEach((column, lookup) -> {
            if (names.contains(column)) {
                row.lookups.put(column, guid(lookup));
            }
        });
        return row;
    }

    void patch(EntityWrite.PatchLookup patch) {
        grow(patch);
        rows.get(patch.row()).lookups.put(patch.column(), guid(patch.target()));
    }

    void state(EntityWrite.SetState state) {
        rows.get(state.row()).state = state.state();
    }

    void file(EntityWrite.SetFile file) {
        rows.get(file.row()).file = file.content();
    }

    /** False if others name it, and that keeps it. */
    boolean delete(EntityWrite.DeleteRow write) {
        if (restricted.contains(write.row().entity()) && rows.containsKey(write.row()) && isNamed(write.row())) {
            return false;
        }
        grow(write);
        lose(write.row());
        return true;
    }

    /** Also when somebody deletes it by hand. */
    void lose(RowId row) {
        Row gone = rows.remove(row);
        if (gone != null) {
            rows.values()
                    .forEach(other -> other.lookups.replaceAll(
                            (column, named) -> named.equals(Optional.of(gone.guid)) ? Optional.empty() : named));
            links.removeIf(link -> link.from().equals(row) || link.to().equals(row));
        }
    }

    void link(EntityWrite write, boolean linked) {
        grow(write);
        RowId.Link link = (RowId.Link) write.row();
        if (linked) {
            links.add(link);
        } else {
            links.remove(link);
        }
    }

    private Optional<UUID> guid(LookupTarget target) {
        return switch (target) {
            case LookupTarget.None ignored -> Optional.empty();
            case LookupTarget.ByKey(RowId row) -> Optional.of(rows.get(row).guid);
            case LookupTarget.ByGuid(RowId row, UUID guid) -> Optional.of(guid);
        };
    }

    private void grow(EntityWrite write) {
        long before = newest.getOrDefault(write.row(), 0L);
        if (write.version() < before) {
            throw new AssertionError("version " + write.version() + " overwrites " + before + ": " + write);
        }
        newest.put(write.row(), write.version());
    }
}
