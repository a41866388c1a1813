package org.dataferry.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dataferry.capture.EmbeddedSource.await;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.dataferry.capture.progress.CaptureListener;
import org.dataferry.schemas.change.ChangeEvent;
import org.dataferry.schemas.key.SourceKey;
import org.dataferry.schemas.key.SourceTable;
import org.dataferry.schemas.settings.SnapshotSettings;
import org.dataferry.schemas.value.Value;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A snapshot breaks off after some chunks, the source changes, and the next process goes on. */
class InterruptedSnapshotIT {

    /** About two thousand rows a chunk. */
    private static final int ROWS = 8_000;

    private static final int BROKEN_OFF_AFTER = 5_000;
    private static final int MOST_OF_A_CHUNK = 2_300;

    private static final int BUSY_ROWS = 30_000;
    private static final int KILLS = 2;

    private static final SnapshotSettings QUICK = new SnapshotSettings(SnapshotSettings.By.COPY, 2, 1, 0);

    private static final SnapshotSettings ONE_READER = new SnapshotSettings(SnapshotSettings.By.COPY, 1, 1, 0);

    private static final String[] TABLE = {
        "CREATE TABLE t (id integer PRIMARY KEY, n integer, pad text)",
        "INSERT INTO t SELECT i, 0, repeat('x', 480) FROM generate_series(1, " + ROWS + ") i"
    };

    @ParameterizedTest
    @ValueSource(strings = {"DEFAULT", "FULL"})
    void readsWhatChangedAndTellsWhatIsGone(String identity) throws Exception {
        EmbeddedSource source = EmbeddedSource.create(TABLE);
        source.execute("ALTER TABLE t REPLICA IDENTITY " + identity);
        breakOff(source);
        source.execute(
                "DELETE FROM t WHERE id <= 10",
                "UPDATE t SET n = 1 WHERE id BETWEEN 11 AND 20",
                "UPDATE t SET id = 100021 WHERE id = 21",
                "DELETE FROM t WHERE id = 22",
                "INSERT INTO t VALUES (22, 22, 'again')",
                "DELETE FROM t WHERE id BETWEEN 7001 AND 7010",
                "INSERT INTO t VALUES (200000, 1, 'new')",
                "BEGIN; DELETE FROM t WHERE id = 23; ROLLBACK");

        List<ChangeEvent> events = goOn(source);

        assertThat(events).extracting(event -> event.id().position().epoch()).containsOnly(1);
        assertThat(kinds(events, 5)).containsExactly("Snapshotted", "Deleted");
        assertThat(kinds(events, 15)).containsExactly("Snapshotted", "Snapshotted");
        assertThat(((ChangeEvent.Snapshotted) history(events, 15).getLast())
                        .after()
                        .get("n"))
                .isEqualTo(Value.whole(1));
        assertThat(kinds(events, 21)).containsExactly("Snapshotted", "Deleted");
        assertThat(kinds(events, 100_021)).containsExactly("Snapshotted");
        assertThat(kinds(events, 22)).containsExactly("Snapshotted", "Deleted", "Snapshotted");
        assertThat(kinds(events, 23)).containsExactly("Snapshotted");
        assertThat(kinds(events, 7_005)).doesNotContain("Snapshotted");
        assertThat(kinds(events, 200_000)).containsExactly("Snapshotted");
        // What was broken off, and what changed, and no more.
        assertThat(events.stream().filter(ChangeEvent.Snapshotted.class::isInstance))
                .hasSizeBetween(ROWS, ROWS + MOST_OF_A_CHUNK);
    }

    @Test
    void readsATableAgainWhoseRowsHaveMoved() throws Exception {
        EmbeddedSource source = EmbeddedSource.create(TABLE);
        breakOff(source);
        source.execute("DELETE FROM t WHERE id <= 4000", "VACUUM FULL t");

        List<ChangeEvent> events = goOn(source);

        assertThat(present(events)).isEqualTo(ids(4_001, ROWS));
        assertThat(kinds(events, 5)).containsExactly("Snapshotted", "Deleted");
    }

    @Test
    void beginsAnEpochWhereATableWasTruncated() throws Exception {
        EmbeddedSource source = EmbeddedSource.create(TABLE);
        breakOff(source);
        source.execute("TRUNCATE t", "INSERT INTO t SELECT i, 0, 'x' FROM generate_series(1, 30) i");

        List<ChangeEvent> events = goOn(source);

        assertThat(present(events.stream()
                        .filter(event -> event.id().position().epoch() == 2)
                        .toList()))
                .isEqualTo(ids(1, 30));
    }

    @Test
    void beginsAnewWhereTheSlotIsGone() throws Exception {
        EmbeddedSource source = EmbeddedSource.create(TABLE);
        breakOff(source);
        source.execute("SELECT pg_drop_replication_slot('" + source.slot() + "')", "DELETE FROM t WHERE id <= 4000");

        List<ChangeEvent> events = goOn(source);

        assertThat(present(events.stream()
                        .filter(event -> event.id().position().epoch() == 2)
                        .toList()))
                .isEqualTo(ids(4_001, ROWS));
    }

    /** The first transaction behind the second try removes a row that was read in it. */
    @Test
    void goesOnWithRemovalsBehindTheRowsOfEachTry() throws Exception {
        EmbeddedSource source = EmbeddedSource.create(TABLE);
        breakOff(source);
        source.execute("UPDATE t SET n = 1 WHERE id = 4500");
        breakOff(source, 3_000);
        source.execute("DELETE FROM t WHERE id = 4500");

        List<ChangeEvent> events = goOn(source);

        assertThat(kinds(events, 4_500)).endsWith("Snapshotted", "Deleted");
        assertThat(history(events, 4_500))
                .extracting(event -> event.id().position())
                .isSorted()
                .doesNotHaveDuplicates();
    }

    /** Some chunks are done, one or more are begun, and what was read changes before the next try, several times over. */
    @Test
    void goesOnByChunkWhenItIsKilledAgainAndAgain() throws Exception {
        long seed = Long.getLong("ferry.seed", System.nanoTime());
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        EmbeddedSource source = EmbeddedSource.create(BusySource.TABLES);
        source.execute(BusySource.fill(BUSY_ROWS));
        SnapshotUnderLoadIT.Watch watch = new SnapshotUnderLoadIT.Watch();
        try (BusySource busy = BusySource.start(source.address, BUSY_ROWS, seed)) {
            for (int i = 0; i < KILLS; i++) {
                KilledCapture.run(source, source.registry, "busy", 8_000 + random.nextInt(3_000), QUICK);
            }
            try (CaptureProcess process = source.process(QUICK, watch, "busy")) {
                process.start();
                await(process, () -> watch.streaming.get() > 0);
                busy.stop();
                source.execute("INSERT INTO busy VALUES (-1, 0, nextval('versions'), NULL, 'end')");
                await(process, () -> SnapshotUnderLoadIT.has(source.events("busy"), -1));
            }
        }
        List<ChangeEvent> events = source.events("busy");
        long read = events.stream()
                .filter(ChangeEvent.Snapshotted.class::isInstance)
                .count();
        System.out.printf("rows %d changes %d%n", read, events.size() - read);
        assertThat(events.stream().map(event -> event.id().position().epoch()).distinct())
                .containsExactly(1);
        assertThat(FoldedTable.fold(events)).isEqualTo(FoldedTable.inSource(source.address));
        // With one chunk of the last try, some of those before were done.
        assertThat(watch.progress.getFirst().share()).isGreaterThan(0.2);
        assertThat(slots(source)).containsExactly(source.slot());
    }

    private static List<String> slots(EmbeddedSource source) throws SQLException {
        List<String> slots = new ArrayList<>();
        try (Connection connection = SourceServer.connect(source.address);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT slot_name FROM pg_replication_slots WHERE database = current_database()")) {
            while (row.next()) {
                slots.add(row.getString(1));
            }
        }
        return slots;
    }

    private static void breakOff(EmbeddedSource source) throws InterruptedException {
        breakOff(source, BROKEN_OFF_AFTER);
    }

    private static void breakOff(EmbeddedSource source, int rows) throws InterruptedException {
        AtomicInteger left = new AtomicInteger(rows);
        CaptureListener breaksOff = new CaptureListener() {
            @Override
            public void changePublished(SourceTable table) {
                if (left.decrementAndGet() <= 0) {
                    throw new IllegalStateException("broken off as asked");
                }
            }
        };
        try (CaptureProcess process = source.process(ONE_READER, breaksOff, "t")) {
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

    private static List<ChangeEvent> goOn(EmbeddedSource source) throws Exception {
        SnapshotUnderLoadIT.Watch watch = new SnapshotUnderLoadIT.Watch();
        try (CaptureProcess process = source.process(ONE_READER, watch, "t")) {
            process.start();
            await(process, () -> watch.streaming.get() > 0);
        }
        return source.events("t");
    }

    private static List<ChangeEvent> history(List<ChangeEvent> events, int id) {
        SourceKey key = SourceKey.of(Value.whole(id));
        return events.stream().filter(event -> event.id().key().equals(key)).toList();
    }

    private static List<String> kinds(List<ChangeEvent> events, int id) {
        return history(events, id).stream()
                .map(event -> event.getClass().getSimpleName())
                .toList();
    }

    private static Set<Integer> present(List<ChangeEvent> events) {
        Set<Integer> ids = new TreeSet<>();
        for (ChangeEvent event : events) {
            int id = (int) ((Value.Whole) event.id().key().components().getFirst()).value();
            if (event instanceof ChangeEvent.Deleted) {
                ids.remove(id);
            } else {
                ids.add(id);
            }
        }
        return ids;
    }

    private static Set<Integer> ids(int from, int to) {
        return IntStream.rangeClosed(from, to).boxed().collect(Collectors.toCollection(TreeSet::new));
    }
}
