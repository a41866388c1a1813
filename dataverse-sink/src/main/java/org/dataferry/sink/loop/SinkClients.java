package org.dataferry.sink.loop;

import java.time.Duration;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.dataferry.schemas.avro.ConfluentAvro;
import org.dataferry.schemas.avro.EntityWriteCodec;
import org.dataferry.schemas.avro.TopicSerde;
import org.dataferry.schemas.write.EntityWrite;

/** Makes the Kafka clients of a session; every setting that is not Kafka's default says why. */
final class SinkClients {

    /** A dead instance is noticed after this: short, as its rows wait for it; long enough for a pause of the JVM. */
    private static final Duration SESSION_TIMEOUT = Duration.ofSeconds(6);

    /** Readers see nothing of a dead instance's transaction, and nothing after it, until it ends. */
    private static final Duration TRANSACTION_TIMEOUT = Duration.ofSeconds(10);

    /** Twenty bulk requests' worth: enough to fill every lane, small enough to keep a turn of the loop short. */
    private static final int MOST_PER_POLL = 2_000;

    private SinkClients() {}

    /**
     * @param instance names this instance for good: after a kill its next life takes the same place in the group at
     *     once, and ends the transaction that the last one left open
     */
    static KafkaConsumer<String, EntityWrite> consumer(
            Properties client, String group, String instance, ConfluentAvro avro) {
        Properties properties = new Properties();
        properties.putAll(client);
        properties.put(ConsumerConfig.GROUP_ID_CONFIG, group);
        properties.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, instance);
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        // A topic that is missing is made by its owner, with the migration's partition count and not the broker's.
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, MOST_PER_POLL);
        properties.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, (int) SESSION_TIMEOUT.toMillis());
        properties.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, (int) SESSION_TIMEOUT.toMillis() / 3);
        // Only the partitions that move are given up, so the others keep sending.
        properties.put(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, CooperativeStickyAssignor.class.getName());
        return new KafkaConsumer<>(
                properties, new StringDeserializer(), new TopicSerde<>(avro, new EntityWriteCodec()).deserializer());
    }

    static KafkaProducer<String, byte[]> producer(Properties client, String group, String instance) {
        Properties properties = new Properties();
        properties.putAll(client);
        properties.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, group + "-" + instance);
        properties.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, (int) TRANSACTION_TIMEOUT.toMillis());
        properties.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        KafkaProducer<String, byte[]> producer =
                new KafkaProducer<>(properties, new StringSerializer(), new ByteArraySerializer());
        producer.initTransactions();
        return producer;
    }
}
