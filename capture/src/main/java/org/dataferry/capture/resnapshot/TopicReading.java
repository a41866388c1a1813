package org.dataferry.capture.resnapshot;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.dataferry.capture.CaptureException;
import org.dataferry.capture.publish.PublishedTable;
import org.dataferry.schemas.avro.ConfluentAvro;
import org.dataferry.schemas.avro.UnreadableRecordException;
import org.dataferry.schemas.envelope.EnvelopeFields;
import org.dataferry.schemas.envelope.EnvelopeReader;

/** Reads what stands in a table's topic, partition after partition. For one thread. */
final class TopicReading {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofMillis(200);

    /** Takes what of a record there is to take. */
    @FunctionalInterface
    interface Taker {
        void take(EnvelopeReader.Content content);
    }

    /** Chooses by the text of the key, before a record is decoded; markers come in any case. */
    @FunctionalInterface
    interface Wanted {
        boolean test(String key);
    }

    private final Map<String, Object> client;
    private final EnvelopeReader reader;
    private final PublishedTable table;
    private final List<TopicPartition> partitions = new ArrayList<>();

    TopicReading(Map<String, Object> client, String migration, ConfluentAvro avro, PublishedTable table) {
        this.client = new HashMap<>(client);
        this.client.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        this.client.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        this.reader = new EnvelopeReader(migration, avro);
        this.table = table;
        for (int partition = 0; partition < table.topic().partitions(); partition++) {
            partitions.add(new TopicPartition(table.topic().name(), partition));
        }
    }

    List<TopicPartition> partitions() {
        return partitions;
    }

    /** The offset that the next record of each partition gets. */
    Map<TopicPartition, Long> ends() {
        try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            consumer.assign(partitions);
            return Map.copyOf(consumer.endOffsets(partitions, TIMEOUT));
        }
    }

    /**
     * @param from where to begin; 0 for all
     * @param to where to end
     */
    void read(TopicPartition partition, long from, long to, Wanted wanted, Taker taker) {
        try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            consumer.assign(List.of(partition));
            consumer.seek(partition, from);
            long deadline = System.nanoTime() + TIMEOUT.toNanos();
            while (consumer.position(partition, TIMEOUT) < to) {
                if (Thread.currentThread().isInterrupted()) {
                    throw new CaptureException("interrupted while reading topic " + partition.topic());
                }
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL).records(partition)) {
                    deadline = System.nanoTime() + TIMEOUT.toNanos();
                    if (record.offset() < to) {
                        take(record, wanted, taker);
                    }
                }
                if (System.nanoTime() > deadline) {
                    throw new CaptureException("topic " + partition.topic() + " was not read on within " + TIMEOUT);
                }
            }
        }
    }

    private KafkaConsumer<byte[], byte[]> consumer() {
        return new KafkaConsumer<>(client, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** What cannot be read is a dead letter: it has changed nothing. */
    private void take(ConsumerRecord<byte[], byte[]> record, Wanted wanted, Taker taker) {
        String key = record.key() == null ? "" : new String(record.key(), UTF_8);
        if (!key.equals(EnvelopeFields.MARKER_KEY) && !wanted.test(key)) {
            return;
        }
        try {
            taker.take(reader.read(table.name(), key, record.value(), record.headers()));
        } catch (UnreadableRecordException letter) {
            // Told elsewhere.
        }
    }
}
