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
import java.util.concurrent.atomic.AtomicInteger;
import org.dataferry.capture.progress.CaptureListener;
import org.dataferry.capture.progress.SnapshotProgress;
import org.dataferry.schemas.change.ChangeEvent;
import org.dataferry.schemas.key.SourceKey;
import org.dataferry.schemas.settings.SnapshotSettings;
import org.dataferry.schemas.value.Value;
import org.junit.jupiter.api.Test;

/** All rows are copied while an application writes: nothing is missed, and nothing overtaken. */
class SnapshotUnderLoadIT {

    private static final int ROWS = 20_000;

    private static final int MANY_ROWS = 80_000;
    private static final int KILLS = 2;

    private static final SnapshotSettings QUICK = new SnapshotSettings(SnapshotSettings.By.COPY, 2, 1, 0);

    /** Slow enough that many writes come to pass meanwhile. */
    private static final SnapshotSettings SLOW = new SnapshotSettings(SnapshotSettings.By.COPY, 3, 1, 10_000);

    /** Hears that changes are followed, and how far the snapshot is. */
    static final class Watch implements CaptureListener {

        final AtomicInteger streaming = new AtomicInteger();
        final List<SnapshotProgress> progress = new java.util.concurrent.CopyOnWriteArrayList<>();

        @Override
        public void streaming() {
            streaming.incrementAndGet();
        }

        @Override
        public void snapshotProgress(SnapshotProgress made) {
            progress.add(made);
        }
    }

    @Test
    void missesNothingAndOvertakesNothing() throws Exception {
        long seed = Long.getLong("ferry.seed", System.nanoTime());
        System.out.println("seed " + seed);
        EmbeddedSource source = EmbeddedSource.create(BusySource.TABLES);
        source.execute(BusySource.fill(ROWS));
        Watch watch = new Watch();
        try (BusySource busy = BusySource.start(source.address, ROWS, seed);
                CaptureProcess process = source.process(SLOW, watch, "busy")) {
            process.start();
            await(process, () -> watch.streaming.get() > 0);
            busy.stop();
            source.execute("INSERT INTO busy VALUES (-1, 0, nextval('versions'), NULL, 'end')");
            await(process, () -> has(source.events("busy"), -1));

            List<ChangeEvent> events = source.events("busy");
            long read = events.stream()
                    .filter(ChangeEvent.Snapshotted.class::isInstance)
                    .count();
            System.out.printf("rows %d changes %d%n", read, events.size() - read);
            assertThat(events.size() - read).isGreaterThan(200);
            assertThat(FoldedTable.fold(events)).isEqualTo(FoldedTable.inSource(source.address));
            assertThat(watch.progress.getLast().share()).isEqualTo(1);
            assertThat(watch.progress.getLast().rows()).isEqualTo(read);
            assertThat(watch.progress).extracting(SnapshotProgress::share).isSorted();
        }
    }

    /** Some chunks are done, one or more are begun, and what was read changes before the next try, several times over. */
    @Test
    void goesOnByChunkWhenItIsKilledAgainAndAgain() throws Exception {
        long seed = Long.getLong("ferry.seed", System.nanoTime());
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        EmbeddedSource source = EmbeddedSource.create(BusySource.TABLES);
        source.execute(BusySource.fill(MANY_ROWS));
        Watch watch = new Watch();
        try (BusySource busy = BusySource.start(source.address, MANY_ROWS, seed)) {
            for (int i = 0; i < KILLS; i++) {
                KilledCapture.run(source, source.registry, "busy", 25_000 + random.nextInt(8_000), QUICK);
            }
            try (CaptureProcess process = source.process(QUICK, watch, "busy")) {
                process.start();
                await(process, () -> watch.streaming.get() > 0);
                busy.stop();
                source.execute("INSERT INTO busy VALUES (-1, 0, nextval('versions'), NULL, 'end')");
                await(process, () -> has(source.events("busy"), -1));
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
        assertThat(watch.progress.getFirst().share()).isGreaterThan(0.25);
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

    static boolean has(List<ChangeEvent> events, long key) {
        return events.reversed().stream().anyMatch(event -> event.id().key().equals(SourceKey.of(Value.whole(key))));
    }
}
