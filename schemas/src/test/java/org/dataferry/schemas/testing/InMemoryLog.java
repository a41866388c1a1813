package org.dataferry.schemas.testing;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;

/**
 * Kafka's topics, and the offsets that groups have committed: in memory, for one thread, as a reader of committed records
 * sees them. A transaction is there at once or not at all, and leaves gaps in the offsets as its markers do.
 */
public final class InMemoryLog {

    public static final Comparator<TopicPartition> ORDER =
            Comparator.comparing(TopicPartition::topic).thenComparingInt(TopicPartition::partition);

    private final Map<TopicPartition, NavigableMap<Long, ConsumerRecord<byte[], byte[]>>> partitions =
            new TreeMap<>(ORDER);
    private final Map<TopicPartition, Long> ends = new HashMap<>();
    private final Map<String, Map<TopicPartition, OffsetAndMetadata>> groups = new HashMap<>();
    private final List<ConsumerRecord<byte[], byte[]>> all = new ArrayList<>();

    /** Outside of any transaction. */
    public void append(ProducerRecord<byte[], byte[]> record) {
        TopicPartition partition = new TopicPartition(record.topic(), record.partition());
        ConsumerRecord<byte[], byte[]> kept = new ConsumerRecord<>(
                record.topic(),
                record.partition(),
                end(partition),
                all.size(),
                TimestampType.LOG_APPEND_TIME,
                ConsumerRecord.NULL_SIZE,
                ConsumerRecord.NULL_SIZE,
                record.key(),
                record.value(),
                record.headers(),
                Optional.empty());
        partitions.computeIfAbsent(partition, first -> new TreeMap<>()).put(kept.offset(), kept);
        ends.put(partition, kept.offset() + 1);
        all.add(kept);
    }

    /** One transaction. */
    public void commit(
            List<ProducerRecord<byte[], byte[]>> records,
            String group,
            Map<TopicPartition, OffsetAndMetadata> offsets) {
        records.forEach(this::append);
        mark(records);
        groups.computeIfAbsent(group, first -> new HashMap<>()).putAll(offsets);
    }

    /** A transaction that comes to nothing: of its records the offsets are left. */
    public void abort(List<ProducerRecord<byte[], byte[]>> records) {
        records.forEach(record -> ends.merge(new TopicPartition(record.topic(), record.partition()), 1L, Long::sum));
        mark(records);
    }

    private void mark(List<ProducerRecord<byte[], byte[]>> records) {
        Set<TopicPartition> written = new HashSet<>();
        records.forEach(record -> written.add(new TopicPartition(record.topic(), record.partition())));
        written.forEach(partition -> ends.merge(partition, 1L, Long::sum));
    }

    /** Records from an offset on. */
    public List<ConsumerRecord<byte[], byte[]>> read(TopicPartition partition, long from, int most) {
        NavigableMap<Long, ConsumerRecord<byte[], byte[]>> records = partitions.get(partition);
        return records == null
                ? List.of()
                : records.tailMap(from, true).values().stream().limit(most).toList();
    }

    /** Where a reader stands who has read everything before an offset: at the next record, or at the end. */
    public long position(TopicPartition partition, long from) {
        List<ConsumerRecord<byte[], byte[]>> next = read(partition, from, 1);
        return next.isEmpty() ? Math.max(from, end(partition)) : next.getFirst().offset();
    }

    /** The offset that the next record gets. */
    public long end(TopicPartition partition) {
        return ends.getOrDefault(partition, 0L);
    }

    /** Those that anything was written to. */
    public SortedSet<String> topics() {
        SortedSet<String> topics = new TreeSet<>();
        partitions.keySet().forEach(partition -> topics.add(partition.topic()));
        return topics;
    }

    /** Of all topics, in the order in which they were written. */
    public List<ConsumerRecord<byte[], byte[]>> records() {
        return List.copyOf(all);
    }

    /** What a group has committed. */
    public Map<TopicPartition, OffsetAndMetadata> committed(String group) {
        return Map.copyOf(groups.getOrDefault(group, Map.of()));
    }
}
