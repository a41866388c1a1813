package org.dataferry.control.bench.capture;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.dataferry.control.ControlException;
import org.dataferry.schemas.envelope.EnvelopeFields;
import org.dataferry.schemas.key.SourceKey;
import org.dataferry.schemas.value.Value;

/** How soon a committed change can be read from its topic, at a steady rate of small transactions. */
final class LatencyRun {

    static final int CHANGES_PER_SECOND = 500;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofMillis(20);

    private final SourceData source;
    private final Properties client;
    private final int changes;
    private final AtomicLongArray committed;
    private final long[] latencies;

    LatencyRun(SourceData source, Properties client, int seconds) {
        this.source = source;
        this.client = client;
        this.changes = seconds * CHANGES_PER_SECOND;
        this.committed = new AtomicLongArray(changes);
        this.latencies = new long[changes];
    }

    /** @param contender follows the streamed table */
    CaptureBenchFigures.Latency measure(Contender contender) throws InterruptedException {
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(client, new StringDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(contender.topic()).stream()
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToEnd(partitions);
            partitions.forEach(consumer::position);
            Thread writer = Thread.ofPlatform().name("latency-writer").start(this::write);
            int seen = 0;
            long deadline = System.nanoTime()
                    + PATIENCE.plusSeconds(changes / CHANGES_PER_SECOND).toNanos();
            while (seen < changes) {
                contender.throwIfFailed();
                if (System.nanoTime() > deadline) {
                    throw new ControlException(
                            "only " + seen + " of " + changes + " changes came to Kafka in time", null);
                }
                for (var record : consumer.poll(POLL)) {
                    seen += seen(record.key(), System.nanoTime());
                }
            }
            writer.join();
        }
        long[] sorted = latencies.clone();
        Arrays.sort(sorted);
        return new CaptureBenchFigures.Latency(
                changes, millis(sorted[changes / 2]), millis(sorted[(int) (changes * 0.99)]));
    }

    private int seen(String key, long now) {
        if (key.equals(EnvelopeFields.MARKER_KEY)) {
            return 0;
        }
        if (SourceKey.parse(key).components().getFirst() instanceof Value.Whole(long id) && id >= 0 && id < changes) {
            long commit = committed.get((int) id);
            // It came before the commit's answer did.
            latencies[(int) id] = commit == 0 ? 0 : Math.max(0, now - commit);
            return 1;
        }
        return 0;
    }

    private void write() {
        try (Connection connection = source.connect();
                PreparedStatement insert =
                        connection.prepareStatement("INSERT INTO " + SourceData.STREAMED + " (id) VALUES (?)")) {
            long begin = System.nanoTime();
            for (int id = 0; id < changes; id++) {
                long due = begin + id * TimeUnit.SECONDS.toNanos(1) / CHANGES_PER_SECOND;
                long early = due - System.nanoTime();
                if (early > 0) {
                    TimeUnit.NANOSECONDS.sleep(early);
                }
                insert.setInt(1, id);
                insert.execute();
                committed.set(id, System.nanoTime());
            }
        } catch (SQLException failed) {
            throw new ControlException("the benchmark's source refused a change: " + failed.getMessage(), failed);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private static double millis(long nanos) {
        return nanos / 1e6;
    }
}
