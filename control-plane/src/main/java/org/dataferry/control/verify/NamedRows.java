package org.dataferry.control.verify;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.dataferry.control.ControlException;
import org.dataferry.control.compare.DiskTable;
import org.dataferry.schemas.key.RowId;
import org.dataferry.sink.client.Lane;
import org.dataferry.sink.client.protocol.EntitySet;
import org.dataferry.sink.client.rows.RowQuery;

/**
 * Which rows the GUIDs in lookups and links stand for, as the named rows' own keys in the target say. On disk, as there may be
 * as many as the target has rows.
 */
final class NamedRows {

    private static final byte PREFIX = 'n';

    private final Lane lane;
    private final Map<String, EntitySet> sets;
    private final OwnRows own;
    private final DiskTable disk;
    private final Set<String> readWhole = new HashSet<>();

    NamedRows(Lane lane, Map<String, EntitySet> sets, OwnRows own, DiskTable disk) {
        this.lane = lane;
        this.sets = Map.copyOf(sets);
        this.own = own;
        this.disk = disk;
    }

    /** A row of the target, named by its GUID. */
    record Name(String entity, UUID id) {}

    /** Reads all keys of an entity, once: that is cheaper than asking for nearly all of them some at a time. */
    void readAll(String entity) throws InterruptedException {
        if (!readWhole.add(entity)) {
            return;
        }
        EntitySet set = set(entity);
        List<String> columns = columns(set);
        lane.reader()
                .scan(set, RowQuery.all(columns.toArray(String[]::new)), page -> page.forEach(row -> put(set, row)))
                .orThrow("read the keys of " + entity);
    }

    /** Sees to it that {@link #of} knows these. */
    void read(Collection<Name> names) throws InterruptedException {
        for (String entity : new HashSet<>(names.stream().map(Name::entity).toList())) {
            List<UUID> unknown = new ArrayList<>();
            for (Name name : names) {
                if (name.entity().equals(entity) && disk.get(key(name)).isEmpty()) {
                    unknown.add(name.id());
                }
            }
            if (!unknown.isEmpty()) {
                EntitySet set = set(entity);
                Map<UUID, ObjectNode> found = lane.reader()
                        .rows(set, new HashSet<>(unknown), columns(set))
                        .orThrow("read the keys of " + entity);
                found.values().forEach(row -> put(set, row));
                unknown.stream()
                        .filter(id -> !found.containsKey(id))
                        .forEach(id -> disk.put(key(new Name(entity, id)), new byte[0]));
            }
        }
    }

    /** The row that a name stands for; empty if it is none of this migration. */
    Optional<RowId> of(Name name) {
        return disk.get(key(name)).filter(text -> text.length > 0).map(text -> RowId.parse(new String(text, UTF_8)));
    }

    private void put(EntitySet set, ObjectNode row) {
        UUID id = UUID.fromString(row.path(set.idColumn()).asText());
        String text = own.of(set.logicalName(), row).row().map(RowId::text).orElse("");
        disk.put(key(new Name(set.logicalName(), id)), text.getBytes(UTF_8));
    }

    private List<String> columns(EntitySet set) {
        List<String> columns = new ArrayList<>(own.columns());
        columns.add(set.idColumn());
        return columns;
    }

    private EntitySet set(String entity) {
        return Optional.ofNullable(sets.get(entity))
                .orElseThrow(() -> new ControlException("the target has no entity set of " + entity));
    }

    private static byte[] key(Name name) {
        byte[] entity = name.entity().getBytes(UTF_8);
        return ByteBuffer.allocate(1 + 2 * Long.BYTES + entity.length)
                .put(PREFIX)
                .putLong(name.id().getMostSignificantBits())
                .putLong(name.id().getLeastSignificantBits())
                .put(entity)
                .array();
    }
}
