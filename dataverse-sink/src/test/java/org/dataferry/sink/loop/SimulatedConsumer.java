package org.dataferry.sink.loop;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.dataferry.schemas.testing.InMemoryLog;

/** Reads a log in memory; whoever plays says which partitions it is to have. Kafka's own double answers all else. */
final class SimulatedConsumer<V> extends MockConsumer<String, V> {

    private final InMemoryLog log;
    private final String group;
    private final Deserializer<V> values;
    private final int mostPerPoll;
    private final Map<TopicPartition, Long> positions = new TreeMap<>(InMemoryLog.ORDER);
    private final Set<TopicPartition> paused = new TreeSet<>(InMemoryLog.ORDER);
    private Optional<ConsumerRebalanceListener> listener = Optional.empty();
    private Set<TopicPartition> wanted = Set.of();

    /** @param group whose committed offsets it goes on from */
    SimulatedConsumer(InMemoryLog log, String group, Deserializer<V> values, int mostPerPoll) {
        super("earliest");
        this.log = log;
        this.group = group;
        this.values = values;
        this.mostPerPoll = mostPerPoll;
    }

    /** From the next poll on. */
    void own(Set<TopicPartition> partitions) {
        wanted = partitions;
    }

    @Override
    public synchronized void subscribe(Collection<String> topics, ConsumerRebalanceListener told) {
        listener = Optional.of(told);
    }

    @Override
    public synchronized void assign(Collection<TopicPartition> partitions) {
        wanted = Set.copyOf(partitions);
        partitions.forEach(partition -> positions.put(partition, 0L));
    }

    @Override
    public synchronized ConsumerRecords<String, V> poll(Duration timeout) {
        rebalance();
        Map<TopicPartition, List<ConsumerRecord<String, V>>> read = new TreeMap<>(InMemoryLog.ORDER);
        Map<TopicPartition, OffsetAndMetadata> next = new HashMap<>();
        for (TopicPartition partition : List.copyOf(positions.keySet())) {
            if (paused.contains(partition)) {
                continue;
            }
            List<ConsumerRecord<String, V>> records = new ArrayList<>();
            log.read(partition, positions.get(partition), mostPerPoll).forEach(record -> records.add(typed(record)));
            if (!records.isEmpty()) {
                positions.put(partition, records.getLast().offset() + 1);
                read.put(partition, records);
            }
            next.put(partition, new OffsetAndMetadata(positions.get(partition)));
        }
        return new ConsumerRecords<>(read, next);
    }

    private void rebalance() {
        Set<TopicPartition> gone = new TreeSet<>(InMemoryLog.ORDER);
        gone.addAll(positions.keySet());
        gone.removeAll(wanted);
        if (!gone.isEmpty()) {
            listener.orElseThrow().onPartitionsRevoked(gone);
            positions.keySet().removeAll(gone);
            paused.removeAll(gone);
        }
        Set<TopicPartition> come = new TreeSet<>(InMemoryLog.ORDER);
        come.addAll(wanted);
        come.removeAll(positions.keySet());
        if (!come.isEmpty()) {
            Map<TopicPartition, OffsetAndMetadata> committed = log.committed(group);
            come.forEach(partition -> positions.put(
                    partition,
                    Optional.ofNullable(committed.get(partition))
                            .map(OffsetAndMetadata::offset)
                            .orElse(0L)));
            listener.orElseThrow().onPartitionsAssigned(come);
        }
    }

    private ConsumerRecord<String, V> typed(ConsumerRecord<byte[], byte[]> record) {
        try (StringDeserializer keys = new StringDeserializer()) {
            return new ConsumerRecord<>(
                    record.topic(),
                    record.partition(),
                    record.offset(),
                    record.timestamp(),
                    TimestampType.CREATE_TIME,
                    ConsumerRecord.NULL_SIZE,
                    ConsumerRecord.NULL_SIZE,
                    keys.deserialize(record.topic(), record.key()),
                    values.deserialize(record.topic(), record.value()),
                    record.headers(),
                    Optional.empty());
        }
    }

    @Override
    public synchronized void seek(TopicPartition partition, long offset) {
        positions.put(partition, offset);
    }

    @Override
    public synchronized long position(TopicPartition partition) {
        return log.position(partition, positions.get(partition));
    }

    @Override
    public synchronized Map<TopicPartition, OffsetAndMetadata> committed(Set<TopicPartition> partitions) {
        Map<TopicPartition, OffsetAndMetadata> committed = new HashMap<>(log.committed(group));
        committed.keySet().retainAll(partitions);
        return committed;
    }

    @Override
    public synchronized Set<TopicPartition> paused() {
        return Set.copyOf(paused);
    }

    @Override
    public synchronized void pause(Collection<TopicPartition> partitions) {
        paused.addAll(partitions);
    }

    @Override
    public synchronized void resume(Collection<TopicPartition> partitions) {
        paused.removeAll(partitions);
    }

    @Override
    public void close(CloseOptions options) {}
}
