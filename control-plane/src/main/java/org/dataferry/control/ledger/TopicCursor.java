package org.dataferry.control.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.dataferry.control.ControlException;

/** Reads whole topics, each time from where it stopped, and only those that are asked for. For one thread. */
public final class TopicCursor implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(100);

    private final Consumer<String, byte[]> consumer;
    private final StageOffsets offsets;
    private final Duration timeout;
    private Set<String> known = Set.of();

    /** What a record is handed to. */
    public interface Reader {
        void read(ConsumerRecord<String, byte[]> record);
    }

    /** @param timeout without any progress, after which reading is given up */
    public static TopicCursor open(Properties client, StageOffsets offsets, Duration timeout) {
        Properties properties = new Properties();
        properties.putAll(client);
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 5_000);
        return new TopicCursor(
                new KafkaConsumer<>(properties, new StringDeserializer(), new ByteArrayDeserializer()),
                offsets,
                timeout);
    }

    public TopicCursor(Consumer<String, byte[]> consumer, StageOffsets offsets, Duration timeout) {
        this.consumer = consumer;
        this.offsets = offsets;
        this.timeout = timeout;
    }

    /**
     * Looks which topics there are by now. Those that are new are read from their beginning.
     *
     * @param wanted by name
     * @param recent of the wanted ones, those of which only the last records matter
     * @param mostRecent how many of them, per partition
     */
    public void refresh(Predicate<String> wanted, Predicate<String> recent, long mostRecent) {
        var topics = consumer.listTopics(timeout);
        Set<String> found = new TreeSet<>(topics.keySet());
        found.removeIf(wanted.negate());
        if (found.equals(known)) {
            return;
        }
        Set<TopicPartition> before = consumer.assignment();
        List<TopicPartition> now = new ArrayList<>();
        found.forEach(topic ->
                topics.get(topic).forEach(info -> now.add(new TopicPartition(info.topic(), info.partition()))));
        consumer.assign(now);
        List<TopicPartition> fresh =
                now.stream().filter(partition -> !before.contains(partition)).toList();
        consumer.seekToBeginning(fresh.stream()
                .filter(partition -> !recent.test(partition.topic()))
                .toList());
        List<TopicPartition> tails = fresh.stream()
                .filter(partition -> recent.test(partition.topic()))
                .toList();
        offsets.ends(tails).forEach((partition, end) -> consumer.seek(partition, Math.max(0, end - mostRecent)));
        known = found;
    }

    /** Goes on, in all topics that are read by now, with what was written at a moment or later, by the writers' clocks. */
    public void seek(Instant from) {
        Map<TopicPartition, Long> moment = new HashMap<>();
        consumer.assignment().forEach(partition -> moment.put(partition, from.toEpochMilli()));
        Map<TopicPartition, Long> ends = offsets.ends(consumer.assignment());
        consumer.offsetsForTimes(moment, timeout)
                .forEach((partition, found) ->
                        consumer.seek(partition, found == null ? ends.get(partition) : found.offset()));
    }

    /**
     * Reads the topics to their ends as they are at the time of the call. A transaction that is open then is waited for, so
     * nothing of one that was committed before is missed because its marker has not arrived in every partition.
     */
    public void readToEnd(Predicate<String> topics, Reader reader) {
        List<TopicPartition> partitions = only(topics);
        Map<TopicPartition, Long> ends = offsets.ends(partitions);
        long deadline = System.nanoTime() + timeout.toNanos();
        while (!reached(partitions, ends)) {
            if (read(reader) > 0) {
                deadline = System.nanoTime() + timeout.toNanos();
            } else if (System.nanoTime() > deadline) {
                throw new ControlException("the migration's topics could not be read to their end: nothing came for "
                        + timeout + ". Is Kafka up?");
            }
        }
    }

    /** One record, read again; the next reading goes on where the last one stopped. Empty if it is there no longer. */
    public Optional<ConsumerRecord<String, byte[]>> recordAt(TopicPartition partition, long offset) {
        consumer.pause(consumer.assignment());
        long goOnAt = position(partition);
        consumer.resume(List.of(partition));
        consumer.seek(partition, offset);
        try {
            long deadline = System.nanoTime() + timeout.toNanos();
            while (System.nanoTime() < deadline) {
                for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL).records(partition)) {
                    return record.offset() == offset ? Optional.of(record) : Optional.empty();
                }
            }
            return Optional.empty();
        } finally {
            consumer.seek(partition, goOnAt);
        }
    }

    /** Whether nothing was ever written there. */
    boolean isEmpty(Collection<TopicPartition> partitions) {
        return offsets.ends(partitions).values().stream().allMatch(end -> end == 0);
    }

    /** Where the next record of each partition will be read. */
    long position(TopicPartition partition) {
        return consumer.position(partition, timeout);
    }

    List<TopicPartition> assigned(Predicate<String> topics) {
        return consumer.assignment().stream()
                .filter(partition -> topics.test(partition.topic()))
                .toList();
    }

    @Override
    public void close() {
        consumer.close();
    }

    /** What is fetched of the others already stays with the consumer. */
    private List<TopicPartition> only(Predicate<String> topics) {
        List<TopicPartition> wanted = assigned(topics);
        consumer.pause(consumer.assignment());
        consumer.resume(wanted);
        return wanted;
    }

    private int read(Reader reader) {
        ConsumerRecords<String, byte[]> records = consumer.poll(POLL);
        records.forEach(reader::read);
        return records.count();
    }

    private boolean reached(Collection<TopicPartition> partitions, Map<TopicPartition, Long> ends) {
        return partitions.stream().allMatch(partition -> position(partition) >= ends.get(partition));
    }
}
