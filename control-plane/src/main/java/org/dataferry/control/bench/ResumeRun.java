package org.dataferry.control.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.dataferry.control.ControlException;
import org.dataferry.schemas.topic.MigrationTopics;

/**
 * Kills the transform, as a process of its own, amid its rows, starts it again at once, and takes the time until a reader
 * sees the next committed write. All rows must be written once in the end.
 */
final class ResumeRun {

    private static final Duration TIMEOUT = Duration.ofMinutes(2);
    private static final Duration POLL = Duration.ofMillis(20);

    private final BenchKafka kafka;
    private final BenchAdmin admin;
    private final Contender reader;
    private final MigrationTopics topics;
    private final BenchShape shape;
    private final RowMaker maker;
    private final int rows;
    private final int threads;
    private final Path folder;

    /** @param reader names the topics and reads the results; it is not started itself */
    ResumeRun(
            BenchKafka kafka,
            BenchAdmin admin,
            Contender reader,
            MigrationTopics topics,
            BenchShape shape,
            RowMaker maker,
            int rows,
            int threads,
            Path folder) {
        this.kafka = kafka;
        this.admin = admin;
        this.reader = reader;
        this.topics = topics;
        this.shape = shape;
        this.maker = maker;
        this.rows = rows;
        this.threads = threads;
        this.folder = folder;
    }

    ResumeFigures run() throws InterruptedException {
        admin.create(reader.topics());
        List<TopicPartition> outputs = admin.partitions(reader.outputs());
        sendAll();
        Process first = child();
        try {
            long seen = awaitRows(outputs, first);
            long killed = System.nanoTime();
            first.destroyForcibly();
            if (!first.waitFor(10, TimeUnit.SECONDS)) {
                throw new ControlException("a killed transform did not end");
            }
            Process second = child();
            try {
                Duration resumed = awaitNext(outputs, killed, second);
                return finish(outputs, resumed, seen, second);
            } finally {
                second.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
            }
        } finally {
            first.destroyForcibly();
        }
    }

    private void sendAll() {
        try (Feed feed = Feed.begin(kafka.client(), topics.migration() + "-resume")) {
            for (int lookup = 0; lookup < shape.lookups(); lookup++) {
                for (long parent = 0; parent < shape.parents(); parent++) {
                    feed.send(reader.identity(lookup, parent));
                }
            }
            LongStream.range(0, rows).forEach(row -> feed.send(maker.change(row)));
            feed.commit();
        }
    }

    private Process child() {
        try {
            Files.createDirectories(folder);
        } catch (IOException unwritable) {
            throw new ControlException(folder + " cannot be made", unwritable);
        }
        return TransformChild.start(kafka, topics, shape, threads, folder);
    }

    /** Until a third of the rows is written: the stores hold something, and most is still to do. */
    private long awaitRows(List<TopicPartition> outputs, Process child) throws InterruptedException {
        long[] committed = {0};
        Patience.await("a third of the rows", TIMEOUT, () -> committed[0] + " were written", () -> {
            throwIfDead(child);
            committed[0] = sum(ends(outputs));
            return committed[0] > rows / 3;
        });
        return committed[0];
    }

    /** What was committed before the kill lies before these ends; what was not is never seen. */
    private Duration awaitNext(List<TopicPartition> outputs, long killed, Process second) {
        Map<TopicPartition, Long> ends = new HashMap<>(ends(outputs));
        try (KafkaConsumer<byte[], byte[]> consumer = Results.consumer(kafka.client())) {
            consumer.assign(outputs);
            ends.forEach(consumer::seek);
            while (System.nanoTime() - killed < TIMEOUT.toNanos()) {
                for (ConsumerRecord<byte[], byte[]> ignored : consumer.poll(POLL)) {
                    return Duration.ofNanos(System.nanoTime() - killed);
                }
                throwIfDead(second);
            }
        }
        throw new ControlException("a killed transform wrote nothing more within " + TIMEOUT.toSeconds() + " s");
    }

    private ResumeFigures finish(List<TopicPartition> outputs, Duration resumed, long seen, Process second)
            throws InterruptedException {
        try (Results results = new Results(reader, kafka.client(), outputs)) {
            Patience.await("all rows after a kill", TIMEOUT, () -> results.rows() + " were written", () -> {
                throwIfDead(second);
                results.readTo(ends(outputs));
                return results.rows() == rows;
            });
            return new ResumeFigures(resumed.toMillis(), seen < rows, rows - results.rows(), results.twice());
        }
    }

    private Map<TopicPartition, Long> ends(List<TopicPartition> outputs) {
        try {
            return admin.committedEnds(outputs);
        } catch (InterruptedException told) {
            Thread.currentThread().interrupt();
            throw new ControlException("interrupted while a killed transform came back", told);
        }
    }

    private void throwIfDead(Process child) {
        if (!child.isAlive()) {
            throw new ControlException(
                    "the transform's own process ended: exit code " + child.exitValue() + "; " + lastLine());
        }
    }

    private String lastLine() {
        try {
            List<String> lines = Files.readAllLines(folder.resolve("transform.log"));
            return lines.isEmpty() ? "it said nothing" : lines.getLast();
        } catch (IOException unreadable) {
            return "its log cannot be read";
        }
    }

    private static long sum(Map<TopicPartition, Long> offsets) {
        return offsets.values().stream().mapToLong(Long::longValue).sum();
    }
}
