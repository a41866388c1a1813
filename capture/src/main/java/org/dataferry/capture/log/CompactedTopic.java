package org.dataferry.capture.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.dataferry.capture.CaptureException;
import org.dataferry.schemas.topic.Topic;

/** Reads a compacted topic of one partition to its end. */
public final class CompactedTopic {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofMillis(200);

    private CompactedTopic() {}

    /** The last value of each key; keys whose last value is null are left out. */
    public static Map<String, byte[]> read(Map<String, Object> client, Topic topic) {
        Map<String, Object> properties = new HashMap<>(client);
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        TopicPartition partition = new TopicPartition(topic.name(), 0);
        long deadline = System.nanoTime() + TIMEOUT.toNanos();
        Map<String, byte[]> values = new LinkedHashMap<>();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition), TIMEOUT).get(partition);
            while (consumer.position(partition, TIMEOUT) < end) {
                if (System.nanoTime() > deadline) {
                    throw new CaptureException("topic " + topic.name() + " was not read within " + TIMEOUT);
                }
                consumer.poll(POLL).records(partition).forEach(record -> keep(values, record));
            }
        }
        return values;
    }

    private static void keep(Map<String, byte[]> values, ConsumerRecord<byte[], byte[]> record) {
        String key = new String(record.key(), UTF_8);
        if (record.value() == null) {
            values.remove(key);
        } else {
            values.put(key, record.value());
        }
    }
}
