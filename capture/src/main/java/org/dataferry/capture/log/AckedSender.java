package org.dataferry.capture.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.dataferry.capture.CaptureException;
import org.jspecify.annotations.Nullable;

/**
 * An idempotent producer whose every callback is looked at. A record that Kafka refused makes all that follows fail.
 *
 * <p>Records of one partition are written in the order they were sent. Safe for any thread: a snapshot is read by several.
 */
public final class AckedSender implements AutoCloseable {

    /** Long enough for a batch to fill, short beside the 10 ms that an idle source is left alone. */
    private static final int LINGER_MS = 5;

    /** Kafka's default, 16 KB, is some thirty rows: at full speed the broker then spends more on requests than on records. */
    private static final int BATCH_BYTES = 128 << 10;

    /** Room for rows with large columns; the broker's own limit is the one that counts. */
    private static final int LARGEST_REQUEST_BYTES = 16 << 20;

    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(3);

    private final Producer<byte[], byte @Nullable []> producer;
    private final EndOffsets endOffsets;
    private final AtomicReference<@Nullable CaptureException> failure = new AtomicReference<>();

    public AckedSender(Map<String, Object> client, EndOffsets endOffsets) {
        this(producer(client), endOffsets);
    }

    /** @param producer that writes each record once and waits for all replicas; closed with this */
    public AckedSender(Producer<byte[], byte @Nullable []> producer, EndOffsets endOffsets) {
        this.producer = producer;
        this.endOffsets = endOffsets;
    }

    private static Producer<byte[], byte @Nullable []> producer(Map<String, Object> client) {
        Map<String, Object> properties = new HashMap<>(client);
        properties.putIfAbsent(ProducerConfig.LINGER_MS_CONFIG, LINGER_MS);
        properties.putIfAbsent(ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES);
        properties.putIfAbsent(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, LARGEST_REQUEST_BYTES);
        properties.putIfAbsent(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** Hands a record over; returns before it is acknowledged. */
    public void send(ProducerRecord<byte[], byte @Nullable []> record) {
        throwIfFailed();
        producer.send(record, (metadata, refused) -> settle(record, metadata, refused));
    }

    /** Waits until every record sent so far is acknowledged; Kafka's {@code delivery.timeout.ms} bounds the wait. */
    public void awaitAcknowledged() {
        producer.flush();
        throwIfFailed();
    }

    private void settle(
            ProducerRecord<byte[], byte @Nullable []> record,
            @Nullable RecordMetadata metadata,
            @Nullable Exception refused) {
        if (refused != null) {
            failure.compareAndSet(
                    null,
                    new CaptureException(
                            "Kafka did not take a record of topic " + record.topic() + " with key '"
                                    + new String(record.key(), UTF_8) + "': " + refused.getMessage()
                                    + ". Nothing after it was counted as captured: remove the cause and start again",
                            refused));
        } else if (metadata != null) {
            endOffsets.written(metadata);
        }
    }

    private void throwIfFailed() {
        CaptureException failed = failure.get();
        if (failed != null) {
            throw failed;
        }
    }

    @Override
    public void close() {
        producer.close(CLOSE_TIMEOUT);
    }
}
