package org.dataferry.control.soak.capture;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.dataferry.schemas.avro.ConfluentAvro;
import org.dataferry.schemas.avro.FenceCodec;
import org.dataferry.schemas.avro.TopicSerde;
import org.dataferry.schemas.fence.FenceEvent;
import org.dataferry.schemas.topic.MigrationTopics;

/** Follows the fences that capture has come to. */
final class FenceLook implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(200);

    private final KafkaConsumer<String, FenceEvent> consumer;
    private final Set<String> reached = new HashSet<>();

    FenceLook(MigrationTopics topics, Properties client, ConfluentAvro avro) {
        this.consumer = new KafkaConsumer<>(
                client, new StringDeserializer(), new TopicSerde<>(avro, new FenceCodec()).deserializer());
        List<TopicPartition> only = List.of(new TopicPartition(topics.fences().name(), 0));
        consumer.assign(only);
        consumer.seekToBeginning(only);
    }

    /** Whether capture has come to one of them. Waits a moment for more. */
    boolean isAnyReached(Set<String> ids) {
        consumer.poll(POLL).forEach(record -> {
            if (record.value() instanceof FenceEvent.Reached fence) {
                reached.add(fence.fenceId());
            }
        });
        return ids.stream().anyMatch(reached::contains);
    }

    @Override
    public void close() {
        consumer.close();
    }
}
