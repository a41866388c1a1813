package org.dataferry.sink.loop;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.value.Value;
import org.dataferry.schemas.write.EntityWrite;
import org.dataferry.schemas.write.LookupTarget;
import org.dataferry.schemas.write.WriteId;
import org.dataferry.sink.testing.Writes;

/**
 * The writes of some rows in some partitions, with gaps between them as transactions leave them: rows that name one of three
 * parents, patches of that lookup, states, deletes, and links with the parents.
 */
final class History {

    static final String TOPIC = "writes";

    static final List<String> COLUMNS = List.of("a", "b", "c");
    static final String LOOKUP = "parentid";

    private static final String RELATIONSHIP = "mig_Watchers";

    private final Map<TopicPartition, List<ConsumerRecord<String, EntityWrite>>> records = new LinkedHashMap<>();
    private final Map<RowId, List<EntityWrite>> writes = new LinkedHashMap<>();
    private final Map<RowId, Image> images = new HashMap<>();
    private final Set<WriteId> bad = new HashSet<>();
    private final List<LookupTarget.ByGuid> parents = new ArrayList<>();

    /** What the columns and lookups of a row came to, and by which version. */
    private record Image(long version, Map<String, Value> columns, Map<String, LookupTarget> lookups) {}

    /** @param name makes its rows other ones than those of other histories */
    History(Random random, String name, int partitions, int length) {
        for (int i = 0; i < 3; i++) {
            parents.add(new LookupTarget.ByGuid(
                    Writes.row(name + "-parent-" + i), new UUID(random.nextLong(), random.nextLong())));
        }
        Map<Integer, Long> ends = new HashMap<>();
        int rowsOfPartition = 1 + random.nextInt(6);
        for (int i = 0; i < length; i++) {
            int partition = random.nextInt(partitions);
            RowId row = Writes.row(name + "-" + partition + "-" + random.nextInt(rowsOfPartition));
            EntityWrite write = random.nextInt(8) == 0 ? link(random, row) : next(random, row);
            boolean gap = random.nextInt(5) == 0;
            long offset =
                    ends.getOrDefault(partition, 0L) + (gap ? random.nextInt(random.nextInt(9) == 0 ? 60 : 3) : 0);
            ends.put(partition, offset + 1);
            writes.computeIfAbsent(write.row(), first -> new ArrayList<>()).add(write);
            boolean whole = write instanceof EntityWrite.UpsertRow || write instanceof EntityWrite.DeleteRow;
            if (random.nextInt(12) == 0 && whole) {
                bad.add(write.id());
            }
            records.computeIfAbsent(new TopicPartition(TOPIC, partition), first -> new ArrayList<>())
                    .add(new ConsumerRecord<>(
                            TOPIC, partition, offset, write.row().text(), write));
        }
    }

    Map<TopicPartition, List<ConsumerRecord<String, EntityWrite>>> records() {
        return records;
    }

    /** The writes of each row, oldest first. */
    Map<RowId, List<EntityWrite>> writes() {
        return writes;
    }

    /** Writes that the target refuses; a delete, because others name the row. */
    Set<WriteId> bad() {
        return bad;
    }

    /** The rows that the others name. */
    List<LookupTarget.ByGuid> parents() {
        return parents;
    }

    /** The one of them that the target does not have, although its identity says so. */
    LookupTarget.ByGuid missing() {
        return parents.getLast();
    }

    private EntityWrite next(Random random, RowId row) {
        List<EntityWrite> before = writes.getOrDefault(row, List.of());
        long version = before.size() + 1L;
        Image image = images.get(row);
        if (version > 1 && random.nextInt(7) == 0) {
            return Writes.state(row, version, random.nextInt(2), random.nextInt(5));
        }
        if (image != null && random.nextInt(6) == 0) {
            images.remove(row);
            return Writes.delete(row, version);
        }
        if (image != null && random.nextInt(5) == 0) {
            LookupTarget target = parent(random);
            Map<String, LookupTarget> lookups = Map.of(LOOKUP, target);
            images.put(row, new Image(version, image.columns(), lookups));
            return Writes.patch(row, version, LOOKUP, target);
        }
        boolean fromNothing = image == null || random.nextInt(10) == 0;
        Set<String> changed = new HashSet<>();
        COLUMNS.stream().filter(column -> fromNothing || random.nextInt(3) == 0).forEach(changed::add);
        Map<String, Value> columns = new LinkedHashMap<>(fromNothing ? Map.of() : image.columns());
        changed.forEach(column -> columns.put(column, Value.text(version + "." + random.nextInt(100))));
        Map<String, LookupTarget> lookups = fromNothing ? Map.of(LOOKUP, parent(random)) : image.lookups();
        if (!fromNothing && random.nextInt(3) == 0) {
            lookups = Map.of(LOOKUP, parent(random));
            changed.add(LOOKUP);
        }
        images.put(row, new Image(version, columns, lookups));
        OptionalLong basedOn = fromNothing ? OptionalLong.empty() : OptionalLong.of(image.version());
        return Writes.upsert(row, version, basedOn, columns, lookups, changed);
    }

    private EntityWrite link(Random random, RowId row) {
        LookupTarget.ByGuid parent = parents.get(random.nextInt(parents.size()));
        RowId.Link link = new RowId.Link(RELATIONSHIP, row, parent.row());
        List<EntityWrite> before = writes.getOrDefault(link, List.of());
        long version = before.size() + 1L;
        LookupTarget from = new LookupTarget.ByKey(row);
        return before.isEmpty() || before.getLast() instanceof EntityWrite.Unlink
                ? Writes.link(link, version, from, parent)
                : Writes.unlink(link, version, from, parent);
    }

    /** Rarely the missing one, as a write that names it goes no further. */
    private LookupTarget parent(Random random) {
        return random.nextInt(4) == 0
                ? LookupTarget.NONE
                : parents.get(random.nextInt(10) == 0 ? parents.size() - 1 : random.nextInt(parents.size() - 1));
    }
}
