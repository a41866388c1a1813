package org.dataferry.control.bench;

import java.time.Duration;
import java.util.BitSet;
import java.util.Collection;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.dataferry.control.ControlException;

/** Reads what a contender has committed, and counts rows: each is to be there once, with its parents' GUIDs. */
final class Results implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    /** Looking into every result costs more than it shows; a prime, so that no pattern of rows falls between. */
    private static final int LOOKED_AT_ONE_IN = 13;

    private final Contender contender;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final BitSet seen = new BitSet();
    private long twice;
    private long lookedAt;
    private long bound;

    Results(Contender contender, Properties client, Collection<TopicPartition> outputs) {
        this.contender = contender;
        this.consumer = consumer(client);
        consumer.assign(outputs);
        consumer.seekToBeginning(outputs);
    }

    static KafkaConsumer<byte[], byte[]> consumer(Properties client) {
        Properties properties = new Properties();
        properties.putAll(client);
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        return new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    void readTo(Map<TopicPartition, Long> ends) {
        long deadline = System.nanoTime() + TIMEOUT.toNanos();
        while (!ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue())) {
            if (System.nanoTime() > deadline) {
                throw new ControlException("the results of a run could not be read within " + TIMEOUT);
            }
            for (ConsumerRecord<byte[], byte[]> result : consumer.poll(POLL)) {
                count(result);
            }
        }
    }

    private void count(ConsumerRecord<byte[], byte[]> result) {
        if (result.value() == null) {
            return;
        }
        int row = (int) contender.rowOf(result);
        if (seen.get(row)) {
            twice++;
        }
        seen.set(row);
        if (row % LOOKED_AT_ONE_IN == 0) {
            lookedAt++;
            bound += contender.isBound(result) ? 1 : 0;
        }
    }

    int rows() {
        return seen.cardinality();
    }

    /** Results beyond the first of their row. */
    long twice() {
        return twice;
    }

    /** Whether all results that were looked at name the GUIDs of their parents. */
    boolean areBound() {
        return lookedAt > 0 && bound == lookedAt;
    }

    @Override
    public void close() {
        consumer.close();
    }
}
