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
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.value.Value;
import org.dataferry.schemas.write.EntityWrite;
import org.dataferry.schemas.write.WriteId;
import org.dataferry.sink.testing.Writes;

/** The writes of some rows in some partitions, with gaps between them as transactions leave them. */
final class History {

    static final String TOPIC = "writes";

    private static final List<String> COLUMNS = List.of("a", "b", "c");

    private final Map<TopicPartition, List<ConsumerRecord<String, EntityWrite>>> records = new LinkedHashMap<>();
    private final Map<RowId, EntityWrite> newest = new HashMap<>();
    private final Set<WriteId> bad = new HashSet<>();

    /** @param name makes its rows other ones than those of other histories */
    History(Random random, String name, int partitions, int length) {
        Map<Integer, Long> ends = new HashMap<>();
        int rowsOfPartition = 1 + random.nextInt(6);
        for (int i = 0; i < length; i++) {
            int partition = random.nextInt(partitions);
            RowId row = Writes.row(name + "-" + partition + "-" + random.nextInt(rowsOfPartition));
            EntityWrite write = next(random, row);
            boolean gap = random.nextInt(5) == 0;
            long offset =
                    ends.getOrDefault(partition, 0L) + (gap ? random.nextInt(random.nextInt(9) == 0 ? 60 : 3) : 0);
            ends.put(partition, offset + 1);
            newest.put(row, write);
            if (random.nextInt(12) == 0 && write instanceof EntityWrite.UpsertRow) {
                bad.add(write.id());
            }
            records.computeIfAbsent(new TopicPartition(TOPIC, partition), first -> new ArrayList<>())
                    .add(new ConsumerRecord<>(TOPIC, partition, offset, row.text(), write));
        }
    }

    Map<TopicPartition, List<ConsumerRecord<String, EntityWrite>>> records() {
        return records;
    }

    Map<RowId, EntityWrite> newest() {
        return newest;
    }

    /** Writes that the target refuses. */
    Set<WriteId> bad() {
        return bad;
    }

    private EntityWrite next(Random random, RowId row) {
        EntityWrite last = newest.get(row);
        long version = last == null ? 1 : last.version() + 1;
        if (last != null && random.nextInt(6) == 0) {
            return Writes.delete(row, version);
        }
        if (!(last instanceof EntityWrite.UpsertRow before) || random.nextInt(10) == 0) {
            return Writes.upsert(row, version, image(random, Map.of(), Set.copyOf(COLUMNS), version));
        }
        Set<String> changed = new HashSet<>();
        COLUMNS.stream().filter(column -> random.nextInt(3) == 0).forEach(changed::add);
        Map<String, Value> columns = image(random, before.columns(), changed, version);
        return Writes.upsert(row, version, OptionalLong.of(before.version()), columns, changed);
    }

    private static Map<String, Value> image(
            Random random, Map<String, Value> before, Set<String> changed, long version) {
        Map<String, Value> columns = new LinkedHashMap<>(before);
        changed.forEach(column -> columns.put(column, Value.text(version + "." + random.nextInt(100))));
        return columns;
    }
}
