package org.dataferry.schemas.follow;

import java.time.Duration;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.dataferry.schemas.avro.ConfluentAvro;
import org.dataferry.schemas.avro.ControlCodec;
import org.dataferry.schemas.avro.RecordCodec;
import org.dataferry.schemas.avro.RequestUseCodec;
import org.dataferry.schemas.avro.TopicSerde;
import org.dataferry.schemas.control.ControlEvent;
import org.dataferry.schemas.topic.MigrationTopics;
import org.dataferry.schemas.topic.Topic;
import org.dataferry.schemas.usage.RequestUse;

/** Reads a small topic of one partition whole, and then what comes. So whoever begins knows all that stands there. For one thread. */
public final class TopicFollower<V> implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(100);

    private final Consumer<String, V> consumer;
    private final List<TopicPartition> only;
    private final Taker<V> taker;

    /** Is given each record, in the order of the topic; a tombstone has no value. */
    public interface Taker<V> {
        void take(ConsumerRecord<String, V> record);
    }

    private TopicFollower(Topic topic, RecordCodec<V> codec, ConfluentAvro avro, Properties client, Taker<V> taker) {
        this.taker = taker;
        Properties properties = new Properties();
        properties.putAll(client);
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        this.consumer =
                new KafkaConsumer<>(properties, new StringDeserializer(), new TopicSerde<>(avro, codec).deserializer());
        this.only = List.of(new TopicPartition(topic.name(), 0));
        consumer.assign(only);
        consumer.seekToBeginning(only);
    }

    /** What people have decided. */
    public static TopicFollower<ControlEvent> ofControl(
            MigrationTopics topics,
            ConfluentAvro avro,
            Properties client,
            java.util.function.Consumer<ControlEvent> taker) {
        return new TopicFollower<>(
                topics.control(), new ControlCodec(), avro, client, record -> taker.accept(record.value()));
    }

    /** What the sinks have used. */
    public static TopicFollower<RequestUse> ofUsage(
            MigrationTopics topics, ConfluentAvro avro, Properties client, Taker<RequestUse> taker) {
        return new TopicFollower<>(topics.usage(), new RequestUseCodec(), avro, client, taker);
    }

    /** Takes what has arrived by now; what is still on its way is for the next time. */
    public void read() {
        take(Duration.ZERO);
    }

    /**
     * Takes all that was there before the call.
     *
     * @throws TimeoutException if it could not be read in time
     */
    public void readToEnd(Duration timeout) {
        long end = consumer.endOffsets(only, timeout).get(only.getFirst());
        long deadline = System.nanoTime() + timeout.toNanos();
        while (consumer.position(only.getFirst(), timeout) < end) {
            if (System.nanoTime() > deadline) {
                throw new TimeoutException("the topic " + only.getFirst().topic()
                        + " could not be read to its end within " + timeout + ". Is Kafka up?");
            }
            take(POLL);
        }
    }

    private void take(Duration patience) {
        consumer.poll(patience).forEach(taker::take);
    }

    @Override
    public void close() {
        consumer.close();
    }
}
