package org.dataferry.control.bench;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.dataferry.control.ControlException;

/**
 * Parks rows, each under a parent of its own; then sends the parents one by one at a steady rate, with changes of other
 * rows between them, and takes for each row the time from the send of its parent to the moment when a reader of committed
 * writes has it.
 */
final class ReleaseRun {

    private static final Duration START_TIMEOUT = Duration.ofSeconds(60);
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final Duration POLL = Duration.ofMillis(20);

    /** Parents a second. */
    private static final int RATE = 500;

    /** Changes of other rows for each parent: the transform is at work, and not at its limit. */
    private static final int CHANGES_BETWEEN = 4;

    private final BenchKafka kafka;
    private final BenchAdmin admin;
    private final Contender contender;
    private final BenchShape shape;
    private final RowMaker maker;
    private final int rows;
    private final AtomicLongArray seenAt;
    private volatile boolean isOver;

    /** @param shape gives each of the first {@code rows} rows a late parent of its own */
    ReleaseRun(BenchKafka kafka, BenchAdmin admin, Contender contender, BenchShape shape, RowMaker maker, int rows) {
        this.kafka = kafka;
        this.admin = admin;
        this.contender = contender;
        this.shape = shape;
        this.maker = maker;
        this.rows = rows;
        this.seenAt = new AtomicLongArray(rows);
    }

    ReleaseFigures run() throws InterruptedException {
        admin.create(contender.topics());
        try (Feed feed = Feed.begin(kafka.client(), contender.group() + "-release")) {
            for (int lookup = 0; lookup < shape.lookups(); lookup++) {
                for (long parent = 0; parent < shape.parents(); parent++) {
                    feed.send(contender.identity(lookup, parent));
                }
            }
            LongStream.range(0, rows).forEach(row -> feed.send(maker.change(row)));
            feed.commit();
            contender.start(START_TIMEOUT);
            Patience.await("rows to be read", TIMEOUT, () -> "not all were", () -> {
                contender.throwIfFailed();
                return hasRead(feed);
            });
        }
        List<TopicPartition> outputs = admin.partitions(contender.outputs());
        Thread reader =
                Thread.ofPlatform().name("bench-release-reader").daemon().start(() -> read(outputs));
        try {
            return released(outputs);
        } finally {
            isOver = true;
            reader.join(TIMEOUT.toMillis());
        }
    }

    private ReleaseFigures released(List<TopicPartition> outputs) throws InterruptedException {
        // What is written by now did not wait; a few commit intervals, so that all of that is seen.
        TimeUnit.NANOSECONDS.sleep(Ours.COMMIT_INTERVAL.multipliedBy(10).toNanos());
        List<Integer> parked = IntStream.range(0, rows)
                .filter(row -> seenAt.get(row) == 0)
                .boxed()
                .toList();
        if (parked.isEmpty()) {
            return new ReleaseFigures(0, List.of());
        }
        long[] sentAt = send(parked);
        Patience.await(
                "parked rows",
                TIMEOUT,
                () -> parked.stream().filter(row -> seenAt.get(row) == 0).count() + " of " + parked.size()
                        + " were not released",
                () -> {
                    contender.throwIfFailed();
                    return parked.stream().allMatch(row -> seenAt.get(row) > 0);
                });
        return new ReleaseFigures(
                parked.size(),
                parked.stream()
                        .map(row -> (seenAt.get(row) - sentAt[row]) / (double) TimeUnit.MILLISECONDS.toNanos(1))
                        .toList());
    }

    private long[] send(List<Integer> parked) throws InterruptedException {
        long[] sentAt = new long[rows];
        Properties properties = kafka.client();
        properties.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
            long start = System.nanoTime();
            long other = rows;
            for (int sent = 0; sent < parked.size(); sent++) {
                long due = start + sent * TimeUnit.SECONDS.toNanos(1) / RATE;
                TimeUnit.NANOSECONDS.sleep(Math.max(0, due - System.nanoTime()));
                for (int change = 0; change < CHANGES_BETWEEN; change++) {
                    producer.send(maker.change(other++));
                }
                int row = parked.get(sent);
                sentAt[row] = System.nanoTime();
                producer.send(contender.identity(0, shape.parentOf(row, 0)));
            }
        }
        return sentAt;
    }

    private void read(List<TopicPartition> outputs) {
        try (KafkaConsumer<byte[], byte[]> consumer = Results.consumer(kafka.client())) {
            consumer.assign(outputs);
            consumer.seekToBeginning(outputs);
            while (!isOver) {
                var results = consumer.poll(POLL);
                long now = System.nanoTime();
                for (ConsumerRecord<byte[], byte[]> result : results) {
                    long row = contender.rowOf(result);
                    if (row < rows) {
                        seenAt.compareAndSet((int) row, 0, now);
                    }
                }
            }
        }
    }

    private boolean hasRead(Feed feed) {
        try {
            var changes = new HashMap<>(feed.ends());
            changes.keySet().removeIf(partition -> !partition.topic().contains(".changes."));
            return admin.hasRead(contender.group(), changes);
        } catch (InterruptedException told) {
            Thread.currentThread().interrupt();
            throw new ControlException("interrupted while rows were read", told);
        }
    }
}
