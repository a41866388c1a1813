package org.dataferry.schemas.journal;

import java.time.Duration;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.dataferry.schemas.avro.ConfluentAvro;
import org.dataferry.schemas.avro.ControlCodec;
import org.dataferry.schemas.avro.TopicSerde;
import org.dataferry.schemas.control.ControlEvent;
import org.dataferry.schemas.topic.MigrationTopics;

/** Reads {@code control} whole, which is small, and then what comes. So whoever begins knows all that was decided. For one thread. */
public final class ControlReader implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(100);

    private final Consumer<String, ControlEvent> consumer;
    private final List<TopicPartition> control;
    private final java.util.function.Consumer<ControlEvent> taker;

    /** @param taker is given each event, in the order of the topic */
    public ControlReader(
            MigrationTopics topics,
            ConfluentAvro avro,
            Properties client,
            java.util.function.Consumer<ControlEvent> taker) {
        this.taker = taker;
        Properties properties = new Properties();
        properties.putAll(client);
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        this.consumer = new KafkaConsumer<>(
                properties, new StringDeserializer(), new TopicSerde<>(avro, new ControlCodec()).deserializer());
        this.control = List.of(new TopicPartition(topics.control().name(), 0));
        consumer.assign(control);
        consumer.seekToBeginning(control);
    }

    /** Takes what has arrived by now; what is still on its way is for the next time. */
    public void read() {
        take(Duration.ZERO);
    }

    /**
     * Takes all that was decided before the call.
     *
     * @throws TimeoutException if it could not be read in time
     */
    public void readToEnd(Duration timeout) {
        long end = consumer.endOffsets(control, timeout).get(control.getFirst());
        long deadline = System.nanoTime() + timeout.toNanos();
        while (consumer.position(control.getFirst(), timeout) < end) {
            if (System.nanoTime() > deadline) {
                throw new TimeoutException("the topic " + control.getFirst().topic()
                        + " could not be read to its end within " + timeout + ". Is Kafka up?");
            }
            take(POLL);
        }
    }

    private void take(Duration patience) {
        consumer.poll(patience).forEach(record -> taker.accept(record.value()));
    }

    @Override
    public void close() {
        consumer.close();
    }
}
