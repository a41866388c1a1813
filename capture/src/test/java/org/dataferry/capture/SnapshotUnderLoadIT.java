package org.dataferry.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dataferry.capture.EmbeddedSource.await;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.dataferry.capture.progress.CaptureListener;
import org.dataferry.capture.progress.SnapshotProgress;
import org.dataferry.schemas.change.ChangeEvent;
import org.dataferry.schemas.key.SourceKey;
import org.dataferry.schemas.key.SourceTable;
import org.dataferry.schemas.settings.SnapshotSettings;
import org.dataferry.schemas.value.Value;
import org.junit.jupiter.api.Test;

/** All rows are copied while an application writes: nothing is missed, and nothing overtaken. */
class SnapshotUnderLoadIT {

    private static final int ROWS = 20_000;

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
            assertThat(watch.progress.getFirst().share())
                    .as("told before anything was read")
                    .isZero();
            assertThat(watch.progress.getLast().tables())
                    .containsExactly(
                            new SnapshotProgress.Table(SourceTable.parse(EmbeddedSource.SOURCE, "busy"), read, 1));
        }
    }

    static boolean has(List<ChangeEvent> events, long key) {
        return events.reversed().stream().anyMatch(event -> event.id().key().equals(SourceKey.of(Value.whole(key))));
    }
}
