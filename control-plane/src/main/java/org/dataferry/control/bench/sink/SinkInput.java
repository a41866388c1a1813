package org.dataferry.control.bench.sink;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.dataferry.control.ControlException;
import org.dataferry.control.bench.BenchAdmin;
import org.dataferry.control.bench.BenchKafka;
import org.dataferry.control.bench.emulator.BenchTable;
import org.dataferry.schemas.avro.ConfluentAvro;
import org.dataferry.schemas.avro.EntityWriteCodec;
import org.dataferry.schemas.avro.TopicSerde;
import org.dataferry.schemas.topic.MigrationTopics;
import org.dataferry.schemas.topic.RowPartitioner;
import org.dataferry.schemas.topic.Topic;
import org.dataferry.schemas.write.EntityWrite;
import org.jspecify.annotations.Nullable;

/** The topics of one run, and what is written to them. */
final class SinkInput implements AutoCloseable {

    /** A migration's usual count. */
    private static final int PARTITIONS = 4;

    private static final int BATCH_BYTES = 128 << 10;
    private static final int LINGER_MS = 10;
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);

    private final MigrationTopics topics;
    private final Topic writes;
    private final ConfluentAvro avro;
    private final KafkaProducer<byte[], byte[]> producer;
    private final AtomicReference<@Nullable Exception> failed = new AtomicReference<>();

    SinkInput(BenchKafka kafka, BenchAdmin admin, String migration) {
        topics = new MigrationTopics(migration, 1, PARTITIONS);
        writes = topics.writes(BenchTable.NAME);
        avro = kafka.avro();
        admin.create(List.of(
                writes,
                topics.outcomes(BenchTable.NAME),
                topics.beforeImages(BenchTable.NAME),
                topics.identities(),
                topics.control(),
                topics.usage()));
        Properties properties = new Properties();
        properties.putAll(kafka.client());
        properties.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        properties.put(ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES);
        properties.put(ProducerConfig.LINGER_MS_CONFIG, LINGER_MS);
        producer = new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    }

    MigrationTopics topics() {
        return topics;
    }

    void send(EntityWrite write) {
        String key = write.row().text();
        producer.send(
                new ProducerRecord<>(
                        writes.name(),
                        RowPartitioner.ofRowId(key, PARTITIONS),
                        key.getBytes(UTF_8),
                        new TopicSerde<>(avro, new EntityWriteCodec())
                                .serializer()
                                .serialize(writes.name(), write)),
                (sent, failure) -> {
                    if (failure != null) {
                        failed.set(failure);
                    }
                });
    }

    /** Returns when all that was sent is there. */
    void flush() {
        producer.flush();
        Exception failure = failed.get();
        if (failure != null) {
            throw new ControlException("the benchmark's broker does not take writes: " + failure, failure);
        }
    }

    @Override
    public void close() {
        producer.close(CLOSE_TIMEOUT);
    }
}
