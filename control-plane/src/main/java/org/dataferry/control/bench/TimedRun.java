package org.dataferry.control.bench;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.apache.kafka.common.TopicPartition;
import org.dataferry.control.ControlException;

/**
 * One run of one contender.
 *
 * <ol>
 *   <li>The identities of the known parents and a few first rows are there before it starts. It is measured only once it
 *       has written these: tasks have started, stores are open, schemas are known.
 *   <li>All other rows lie in a transaction that is still open. It is committed, and the clock starts.
 *   <li>If some parents are late, their identities are there, at one moment too, as soon as all rows have been read.
 *   <li>The clock ends with the last commit of a result. Only then results are read, and each row must be there.
 * </ol>
 */
final class TimedRun {

    private static final Duration START_TIMEOUT = Duration.ofSeconds(60);
    private static final Duration RUN_TIMEOUT = Duration.ofMinutes(4);

    /** After so long without a commit a run may be over; the results tell. Three times the commit interval. */
    private static final Duration QUIET = Duration.ofSeconds(1);

    private static final Duration LOOK = Duration.ofMillis(25);
    private static final double NANOS_PER_MICRO = 1_000;
    private static final double BYTES_PER_MIB = 1 << 20;

    private final BenchKafka kafka;
    private final BenchAdmin admin;
    private final Contender contender;
    private final BenchShape shape;
    private final RowMaker maker;
    private final int rows;

    TimedRun(BenchKafka kafka, BenchAdmin admin, Contender contender, BenchShape shape, RowMaker maker, int rows) {
        this.kafka = kafka;
        this.admin = admin;
        this.contender = contender;
        this.shape = shape;
        this.maker = maker;
        this.rows = rows;
    }

    /** What the outputs held at a moment. */
    private record Look(long nanos, long committed, long cpuNanos) {}

    /** The first rows: after the measured ones in number, and only such as name known parents. */
    static List<Long> firstRows(BenchShape shape, int rows) {
        return LongStream.iterate(rows, row -> row + 1)
                .filter(row -> !shape.isLate(row))
                .limit(Math.max(400, 4L * shape.tables()))
                .boxed()
                .toList();
    }

    RunFigures run() throws InterruptedException {
        admin.create(contender.topics());
        List<Long> first = firstRows(shape, rows);
        try (Feed before = Feed.begin(kafka.client(), contender.group() + "-before");
                Feed changes = Feed.begin(kafka.client(), contender.group() + "-rows");
                Feed identities = Feed.begin(kafka.client(), contender.group() + "-late")) {
            sendKnownParents(before);
            first.forEach(row -> before.send(maker.change(row)));
            before.commit();
            LongStream.range(0, rows).forEach(row -> changes.send(maker.change(row)));
            changes.flush();
            sendLateParents(identities);
            identities.flush();
            List<TopicPartition> outputs = admin.partitions(contender.outputs());
            try (Results results = new Results(contender, kafka.client(), outputs)) {
                contender.start(START_TIMEOUT);
                awaitFirst(results, outputs, first.size());
                return measure(changes, identities, results, outputs, first.size());
            }
        }
    }

    private void sendKnownParents(Feed feed) {
        for (int lookup = 0; lookup < shape.lookups(); lookup++) {
            for (long parent = 0; parent < shape.parents(); parent++) {
                feed.send(contender.identity(lookup, parent));
            }
        }
    }

    private void sendLateParents(Feed feed) {
        if (shape.lookups() > 0) {
            for (int parent = 0; parent < shape.lateParents(); parent++) {
                feed.send(contender.identity(0, shape.parents() + (long) parent));
            }
        }
    }

    private void awaitFirst(Results results, List<TopicPartition> outputs, int first) throws InterruptedException {
        long deadline = System.nanoTime() + START_TIMEOUT.toNanos();
        while (results.rows() < first) {
            if (System.nanoTime() > deadline) {
                throw new ControlException(
                        "of the first " + first + " rows " + results.rows() + " were written within " + START_TIMEOUT);
            }
            contender.throwIfFailed();
            TimeUnit.NANOSECONDS.sleep(LOOK.toNanos());
            results.readTo(admin.committedEnds(outputs));
        }
    }

    private RunFigures measure(Feed changes, Feed identities, Results results, List<TopicPartition> outputs, int first)
            throws InterruptedException {
        long before = results.rows();
        System.gc();
        try (CpuByPart cpu = CpuByPart.watch()) {
            List<Look> looks = new ArrayList<>();
            looks.add(look(outputs));
            changes.commit();
            boolean late = shape.lateParents() > 0;
            while (!isOver(looks, results, outputs, first + rows, late)) {
                if (late && admin.hasRead(contender.group(), changes.ends())) {
                    identities.commit();
                    late = false;
                }
                TimeUnit.NANOSECONDS.sleep(LOOK.toNanos());
                looks.add(look(outputs));
            }
            return figures(looks, cpu.stop(), results, before);
        }
    }

    private boolean isOver(List<Look> looks, Results results, List<TopicPartition> outputs, int expected, boolean late)
            throws InterruptedException {
        contender.throwIfFailed();
        long now = System.nanoTime();
        Look last = lastCommit(looks);
        if (now - looks.getFirst().nanos() > RUN_TIMEOUT.toNanos()) {
            throw new ControlException("of " + expected + " rows " + results.rows() + " were written within "
                    + RUN_TIMEOUT.toSeconds() + " s by " + contender.group());
        }
        if (late || looks.size() < 2 || now - last.nanos() < QUIET.toNanos()) {
            return false;
        }
        Map<TopicPartition, Long> ends = admin.committedEnds(outputs);
        results.readTo(ends);
        // A commit that came after the newest look is not timed yet: it takes another look, and quiet after that.
        return results.rows() == expected && committed(ends) == looks.getLast().committed();
    }

    private Look look(List<TopicPartition> outputs) throws InterruptedException {
        long committed = committed(admin.committedEnds(outputs));
        return new Look(System.nanoTime(), committed, cpuNanos());
    }

    private static long committed(Map<TopicPartition, Long> ends) {
        return ends.values().stream().mapToLong(Long::longValue).sum();
    }

    /** The look that first saw the newest commit. */
    private static Look lastCommit(List<Look> looks) {
        int newest = looks.size() - 1;
        while (newest > 0
                && looks.get(newest - 1).committed() == looks.getLast().committed()) {
            newest--;
        }
        return looks.get(newest);
    }

    private RunFigures figures(List<Look> looks, Map<Part, Long> parts, Results results, long before) {
        Look start = looks.getFirst();
        Look end = lastCommit(looks);
        Look firstCommit = looks.stream()
                .filter(look -> look.committed() > start.committed())
                .findFirst()
                .orElse(end);
        long betweenCommits = end.committed() - firstCommit.committed();
        double seconds = (end.nanos() - start.nanos()) / (double) TimeUnit.SECONDS.toNanos(1);
        double wholeSlope = (end.nanos() - start.nanos()) / NANOS_PER_MICRO / rows;
        Map<Part, Double> micros = new HashMap<>();
        parts.forEach((part, nanos) -> micros.put(part, nanos / NANOS_PER_MICRO / rows));
        return new RunFigures(
                (int) (results.rows() - before),
                seconds,
                betweenCommits == 0
                        ? wholeSlope
                        : (end.nanos() - firstCommit.nanos()) / NANOS_PER_MICRO / betweenCommits,
                (end.cpuNanos() - start.cpuNanos()) / NANOS_PER_MICRO / rows,
                micros,
                heapMiB(),
                results.twice(),
                results.areBound());
    }

    private static long cpuNanos() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system
                ? system.getProcessCpuTime()
                : 0;
    }

    private static double heapMiB() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / BYTES_PER_MIB;
    }
}
