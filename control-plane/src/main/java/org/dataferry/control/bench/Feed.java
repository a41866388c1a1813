package org.dataferry.control.bench;

import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Puts records into topics in one transaction. Until it is committed nobody reads them, so that all of them are there at
 * one moment, and making them takes nothing from what is measured.
 */
final class Feed implements AutoCloseable {

    /** Longer than any benchmark takes to make its rows; the broker allows 15 minutes. */
    private static final Duration TRANSACTION_TIMEOUT = Duration.ofMinutes(10);

    private static final int BATCH_BYTES = 128 << 10;
    private static final int LINGER_MS = 10;

    private final KafkaProducer<byte[], byte[]> producer;
    private final Map<TopicPartition, Long> ends = new ConcurrentHashMap<>();

    private Feed(KafkaProducer<byte[], byte[]> producer) {
        this.producer = producer;
    }

    /** @param id no other feed has it, or it would end this one's transaction */
    static Feed begin(Properties client, String id) {
        Properties properties = new Properties();
        properties.putAll(client);
        properties.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, id);
        properties.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, (int) TRANSACTION_TIMEOUT.toMillis());
        properties.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        properties.put(ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES);
        properties.put(ProducerConfig.LINGER_MS_CONFIG, LINGER_MS);
        Feed feed = new Feed(new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer()));
        feed.producer.initTransactions();
        feed.producer.beginTransaction();
        return feed;
    }

    /** What could not be sent is told by {@link #commit}. */
    void send(ProducerRecord<byte[], byte[]> record) {
        producer.send(record, (sent, failed) -> {
            if (failed == null) {
                ends.merge(new TopicPartition(sent.topic(), sent.partition()), sent.offset() + 1, Math::max);
            }
        });
    }

    void flush() {
        producer.flush();
    }

    /** Everything sent is there from now on. */
    void commit() {
        producer.commitTransaction();
    }

    /** By partition, the offset after the last record that was sent; whole once flushed. */
    Map<TopicPartition, Long> ends() {
        return Map.copyOf(ends);
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(10));
    }
}
