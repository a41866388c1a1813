package org.dataferry.transform;

import java.time.Duration;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.dataferry.schemas.avro.ConfluentAvro;
import org.dataferry.schemas.avro.ControlCodec;
import org.dataferry.schemas.avro.TopicSerde;
import org.dataferry.schemas.control.ControlEvent;
import org.dataferry.schemas.topic.MigrationTopics;

/**
 * Reads {@code control} whole, and then what comes. So an instance that begins knows every phase that was opened, and
 * until it has read that, states wait a little longer.
 */
final class ControlReader implements AutoCloseable {

    private final Consumer<String, ControlEvent> consumer;
    private final OpenedPhases phases;

    ControlReader(MigrationTopics topics, ConfluentAvro avro, Properties client, OpenedPhases phases) {
        this.phases = phases;
        Properties properties = new Properties();
        properties.putAll(client);
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        this.consumer = new KafkaConsumer<>(
                properties, new StringDeserializer(), new TopicSerde<>(avro, new ControlCodec()).deserializer());
        List<TopicPartition> control =
                List.of(new TopicPartition(topics.control().name(), 0));
        consumer.assign(control);
        consumer.seekToBeginning(control);
    }

    /** Takes what has arrived by now; what is still on its way is for the next time. */
    void read() {
        consumer.poll(Duration.ZERO).forEach(record -> phases.take(record.value()));
    }

    @Override
    public void close() {
        consumer.close();
    }
}
