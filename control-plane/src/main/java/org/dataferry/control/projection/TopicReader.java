package org.dataferry.control.projection;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.dataferry.schemas.settings.LedgerLimits;

/** Reads the topics that the ledger is made of, each from where the ledger stopped. Has no group: offsets are in the ledger. */
final class TopicReader implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(200);

    /** For one question to Kafka. */
    private static final Duration TIMEOUT = Duration.ofSeconds(15);

    /** How soon a topic is found that is made while the ledger is followed; also how soon it is noticed that Kafka is away. */
    private static final Duration REFRESH = Duration.ofSeconds(5);

    private final Consumer<String, byte[]> consumer;
    private final RecordReader records;
    private final Map<TopicPartition, Long> saved;
    private long refreshAt;

    private TopicReader(Consumer<String, byte[]> consumer, RecordReader records, Map<TopicPartition, Long> saved) {
        this.consumer = consumer;
        this.records = records;
        this.saved = new HashMap<>(saved);
    }

    static Consumer<String, byte[]> consumer(Properties client, LedgerLimits limits) {
        Properties properties = new Properties();
        properties.putAll(client);
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, limits.batchSize());
        properties.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, limits.fetchBytes());
        return new KafkaConsumer<>(properties, new StringDeserializer(), new ByteArrayDeserializer());
    }

    /**
     * @param consumer closed with the reader, also where none comes about
     * @param saved the offsets in the ledger
     */
    static TopicReader open(Consumer<String, byte[]> consumer, RecordReader records, Map<TopicPartition, Long> saved) {
        TopicReader reader = new TopicReader(consumer, records, saved);
        try {
            reader.refresh();
            return reader;
        } catch (RuntimeException failed) {
            reader.close();
            throw failed;
        }
    }

    /** Whether the topics are those that the ledger was made of. Topics that were made anew are shorter than it remembers. */
    boolean isContinued() {
        Map<TopicPartition, Long> ends = ends();
        return saved.entrySet().stream().allMatch(known -> ends.getOrDefault(known.getKey(), -1L) >= known.getValue());
    }

    /** The records that have come, and how far they lead; empty if nothing has. */
    Batch next() {
        boolean isAnyThere = !consumer.assignment().isEmpty();
        if (!isAnyThere || System.nanoTime() - refreshAt > REFRESH.toNanos()) {
            refresh();
        }
        if (!isAnyThere) {
            // Before the first topic is made there is nothing to poll, which a consumer takes for a fault.
            LockSupport.parkNanos(POLL.toNanos());
            return records.batch();
        }
        ConsumerRecords<String, byte[]> polled = consumer.poll(POLL);
        Batch batch = records.batch();
        polled.forEach(record -> records.read(record, batch));
        for (TopicPartition partition : consumer.assignment()) {
            long position = consumer.position(partition, TIMEOUT);
            if (position != saved.getOrDefault(partition, 0L)) {
                batch.readUpTo(partition.topic(), partition.partition(), position);
                saved.put(partition, position);
            }
        }
        return batch;
    }

    /** The ends of the topics, before the first transaction that is open. */
    Map<TopicPartition, Long> ends() {
        return consumer.endOffsets(consumer.assignment(), TIMEOUT);
    }

    /** How much of what is before these ends was not read. */
    long behind(Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream()
                .mapToLong(end -> Math.max(0, end.getValue() - consumer.position(end.getKey(), TIMEOUT)))
                .sum();
    }

    @Override
    public void close() {
        consumer.close();
    }

    private void refresh() {
        Set<TopicPartition> before = Set.copyOf(consumer.assignment());
        List<TopicPartition> now = new ArrayList<>();
        consumer.listTopics(TIMEOUT).forEach((topic, partitions) -> {
            if (records.topics().isRead(topic)) {
                partitions.forEach(info -> now.add(new TopicPartition(info.topic(), info.partition())));
            }
        });
        List<TopicPartition> fresh =
                now.stream().filter(partition -> !before.contains(partition)).toList();
        if (!fresh.isEmpty()) {
            consumer.assign(now);
            consumer.beginningOffsets(fresh, TIMEOUT)
                    .forEach((partition, beginning) ->
                            consumer.seek(partition, Math.max(beginning, saved.getOrDefault(partition, 0L))));
        }
        refreshAt = System.nanoTime();
    }
}
