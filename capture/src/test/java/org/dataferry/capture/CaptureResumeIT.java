package org.dataferry.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dataferry.capture.EmbeddedSource.await;

import java.io.StringReader;
import java.sql.Connection;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.dataferry.capture.progress.CaptureListener;
import org.dataferry.schemas.change.ChangeEvent;
import org.dataferry.schemas.change.SourcePosition;
import org.dataferry.schemas.envelope.EnvelopeReader.Content;
import org.dataferry.schemas.key.SourceKey;
import org.dataferry.schemas.key.SourceTable;
import org.dataferry.schemas.value.Value;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;

/** What a process that broke off leaves, and what the next one makes of it. */
class CaptureResumeIT {

    private static final int COPY_SIZE = 120;

    /** Breaks off in the midst of a batch, as a killed process does: nothing of the batch is settled. */
    private static final class BreaksOff implements CaptureListener {

        private final AtomicInteger left;

        BreaksOff(int after) {
            this.left = new AtomicInteger(after);
        }

        @Override
        public void changePublished(SourceTable table) {
            if (left.decrementAndGet() <= 0) {
                throw new IllegalStateException("broken off as asked");
            }
        }
    }

    @Test
    void losesNothingAndGivesTheSamePositionsAgain() throws Exception {
        long seed = new Random().nextLong();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        EmbeddedSource source = EmbeddedSource.create(
                "CREATE TABLE t (id integer PRIMARY KEY, n integer)", "INSERT INTO t VALUES (-1, 0)");
        source.start("t").close();
        int rows = 0;
        for (int round = 0; round < 5; round++) {
            copy(source, rows);
            rows += COPY_SIZE;
            source.execute("UPDATE t SET n = n + 1 WHERE id % 7 = 0", "TRUNCATE t", "INSERT INTO t VALUES (-1, 0)");
            copy(source, rows);
            rows += COPY_SIZE;
            // Behind one end of a transaction at least: what begins the next run is not what began this one.
            breakOff(source, COPY_SIZE + 20 + random.nextInt(COPY_SIZE));
        }
        long begin = System.nanoTime();
        try (CaptureProcess process = source.start("t")) {
            System.out.printf("resumed in %d ms%n", (System.nanoTime() - begin) / 1_000_000);
            source.execute("INSERT INTO t VALUES (-2, 0)");
            await(process, () -> has(source.events("t"), SourceKey.of(Value.whole(-2))));
        }

        List<ChangeEvent> events = source.events("t");
        Map<String, SourcePosition> positions = new HashMap<>();
        Map<String, SourcePosition> last = new HashMap<>();
        Map<String, String> contents = new HashMap<>();
        int redelivered = 0;
        for (ChangeEvent event : events) {
            String key = event.id().key().text();
            SourcePosition position = event.id().position();
            SourcePosition seen = last.get(key);
            if (seen != null && position.compareTo(seen) <= 0) {
                redelivered++;
                // What comes again is known by its position, and is what it was.
                assertThat(positions).containsKey(key + position.text());
                assertThat(content(event)).isEqualTo(contents.get(key + position.text()));
            } else {
                last.put(key, position);
            }
            positions.put(key + position.text(), position);
            contents.put(key + position.text(), content(event));
        }
        System.out.printf("events %d redelivered %d%n", events.size(), redelivered);
        assertThat(redelivered).isPositive();
        Set<Integer> copied = new HashSet<>();
        for (ChangeEvent event : events) {
            copied.add((int) ((Value.Whole) event.id().key().components().getFirst()).value());
        }
        assertThat(copied).containsAll(IntStream.range(0, rows).boxed().toList());
        // Each row but the first was inserted once: one position for it, however often it came.
        Map<String, Set<String>> inserts = events.stream()
                .filter(event -> event instanceof ChangeEvent.Inserted
                        && !event.id()
                                .key()
                                .text()
                                .equals(SourceKey.of(Value.whole(-1)).text()))
                .collect(Collectors.groupingBy(
                        event -> event.id().key().text(),
                        Collectors.mapping(event -> event.id().position().text(), Collectors.toSet())));
        assertThat(inserts.values()).allSatisfy(each -> assertThat(each).hasSize(1));
        assertThat(epochs(source))
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 6).boxed().toList());
    }

    @Test
    void beginsAnewInANewEpochWhereASnapshotWasBrokenOff() throws Exception {
        EmbeddedSource source = EmbeddedSource.create(
                "CREATE TABLE t (id integer PRIMARY KEY)", "INSERT INTO t SELECT generate_series(1, 500)");
        breakOff(source, 100);
        source.execute("DELETE FROM t WHERE id <= 50");

        try (CaptureProcess process = source.start("t")) {
            source.execute("DELETE FROM t WHERE id = 51");
            await(process, () -> source.events("t").stream().anyMatch(ChangeEvent.Deleted.class::isInstance));
        }

        Map<Integer, Long> rows = source.events("t").stream()
                .filter(ChangeEvent.Snapshotted.class::isInstance)
                .collect(Collectors.groupingBy(event -> event.id().position().epoch(), Collectors.counting()));
        assertThat(rows.get(1)).isBetween(90L, 120L);
        assertThat(rows.get(2)).isEqualTo(450);
        assertThat(source.contents("t").stream()
                        .map(EmbeddedSource.Read::content)
                        .filter(Content.EpochComplete.class::isInstance)
                        .map(content ->
                                ((Content.EpochComplete) content).position().epoch()))
                .containsExactly(2, 2, 2);
    }

    @Test
    void takesOverFromAKilledProcessAtOnce() throws Exception {
        EmbeddedSource source = EmbeddedSource.create(
                "CREATE TABLE t (id integer PRIMARY KEY)", "INSERT INTO t SELECT generate_series(1, 20)");
        source.start("t").close();
        source.execute("INSERT INTO t SELECT generate_series(21, 60)");
        KilledCapture.run(source, source.registry, "t", 15);

        long begin = System.nanoTime();
        try (CaptureProcess process = source.start("t")) {
            await(process, () -> has(source.events("t"), SourceKey.of(Value.whole(60))));
            Duration taken = Duration.ofNanos(System.nanoTime() - begin);
            System.out.printf("took over in %d ms%n", taken.toMillis());
            assertThat(taken).isLessThan(Duration.ofSeconds(8));
            List<ChangeEvent> events = source.events("t");
            assertThat(events.stream().filter(ChangeEvent.Snapshotted.class::isInstance))
                    .hasSize(20);
            assertThat(events.stream().map(event -> event.id().text()).distinct())
                    .hasSize(60);
        }
    }

    private static void breakOff(EmbeddedSource source, int after) throws InterruptedException {
        try (CaptureProcess process = source.process(new BreaksOff(after), "t")) {
            process.start();
            await(process, () -> {
                try {
                    process.throwIfFailed();
                    return false;
                } catch (CaptureException broken) {
                    assertThat(broken).hasStackTraceContaining("broken off as asked");
                    return true;
                }
            });
        }
    }

    private static boolean has(List<ChangeEvent> events, SourceKey key) {
        return events.stream().anyMatch(event -> event.id().key().equals(key));
    }

    private static String content(ChangeEvent event) {
        return switch (event) {
            case ChangeEvent.Snapshotted row -> "r" + row.after();
            case ChangeEvent.Inserted insert -> "c" + insert.after();
            case ChangeEvent.Updated update -> "u" + update.after();
            case ChangeEvent.Deleted delete -> "d";
        };
    }

    private static List<Integer> epochs(EmbeddedSource source) {
        return source.contents("t").stream()
                .map(EmbeddedSource.Read::content)
                .filter(Content.EpochComplete.class::isInstance)
                .map(content -> ((Content.EpochComplete) content).position().epoch())
                .distinct()
                .sorted()
                .toList();
    }

    private static void copy(EmbeddedSource source, int from) throws Exception {
        String rows = IntStream.range(from, from + COPY_SIZE)
                .mapToObj(id -> id + "\t0")
                .collect(Collectors.joining("\n", "", "\n"));
        try (Connection connection = SourceServer.connect(source.address)) {
            connection.unwrap(PGConnection.class).getCopyAPI().copyIn("COPY t FROM STDIN", new StringReader(rows));
        }
    }
}
