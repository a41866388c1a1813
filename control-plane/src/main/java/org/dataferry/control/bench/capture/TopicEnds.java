package org.dataferry.control.bench.capture;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.dataferry.control.ControlException;

/** Sees when a number of records stand in a topic: the same measure for all contenders. */
final class TopicEnds implements AutoCloseable {

    private static final Duration PAUSE = Duration.ofMillis(20);
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final KafkaConsumer<byte[], byte[]> consumer;

    TopicEnds(Properties client) {
        consumer = new KafkaConsumer<>(client, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    long count(String topic) {
        Collection<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                .map(partition -> new TopicPartition(topic, partition.partition()))
                .toList();
        Map<TopicPartition, Long> ends = consumer.endOffsets(List.copyOf(partitions));
        return ends.values().stream().mapToLong(Long::longValue).sum();
    }

    /** @param alive throws if whoever writes has stopped */
    void await(String topic, long count, Runnable alive) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (count(topic) < count) {
            alive.run();
            if (System.nanoTime() > deadline) {
                throw new ControlException("topic " + topic + " did not get " + count + " records within " + PATIENCE);
            }
            Thread.sleep(PAUSE);
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
