package org.dataferry.sink.identity;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.ToLongFunction;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.dataferry.schemas.identity.Identity;
import org.dataferry.sink.SinkException;

/** Brings an {@link IdentityStore} up to date with its topic. */
public final class IdentityTopicReader implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(100);

    private final Consumer<String, Identity> consumer;
    private final TopicPartition partition;
    private final ToLongFunction<TopicPartition> end;
    private final IdentityStore store;
    private final Duration timeout;

    /**
     * @param end the end offset of the partition, what is not committed yet included: a transaction that is about to be
     *     committed may hold the very row that is asked for
     * @param timeout without any progress; a transaction of a dead instance can hold up its readers that long
     */
    public IdentityTopicReader(
            Properties client,
            TopicPartition partition,
            Deserializer<Identity> values,
            ToLongFunction<TopicPartition> end,
            IdentityStore store,
            Duration timeout) {
        this(consumer(client, values), partition, end, store, timeout);
    }

    /** @param consumer of committed records, for this reader alone */
    public IdentityTopicReader(
            Consumer<String, Identity> consumer,
            TopicPartition partition,
            ToLongFunction<TopicPartition> end,
            IdentityStore store,
            Duration timeout) {
        this.consumer = consumer;
        this.partition = partition;
        this.end = end;
        this.store = store;
        this.timeout = timeout;
        consumer.assign(List.of(partition));
    }

    private static Consumer<String, Identity> consumer(Properties client, Deserializer<Identity> values) {
        Properties properties = new Properties();
        properties.putAll(client);
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        return new KafkaConsumer<>(properties, new StringDeserializer(), values);
    }

    /** Reads to the end as it is at the time of the call. */
    public void catchUp() {
        long target = end.applyAsLong(partition);
        consumer.seek(partition, Math.min(store.position(), target));
        long deadline = System.nanoTime() + timeout.toNanos();
        while (consumer.position(partition) < target) {
            Map<String, Identity> read = new HashMap<>();
            long before = consumer.position(partition);
            for (ConsumerRecord<String, Identity> record : consumer.poll(POLL)) {
                read.put(record.key(), record.value());
            }
            long position = consumer.position(partition);
            store.putAll(read, position);
            if (position > before) {
                deadline = System.nanoTime() + timeout.toNanos();
            } else if (System.nanoTime() > deadline) {
                throw new SinkException("the identities in " + partition + " could not be read to offset " + target
                        + ": at " + position + " nothing came for " + timeout);
            }
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
