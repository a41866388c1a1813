package org.dataferry.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dataferry.capture.EmbeddedSource.await;

import java.time.Instant;
import java.util.List;
import org.dataferry.schemas.control.SourceEvent.ResnapshotAsked;
import org.dataferry.schemas.control.SourceEvent.Resnapshotted;
import org.dataferry.schemas.control.SourceEvent.Resnapshotted.Step;
import org.dataferry.schemas.key.SourceTable;
import org.junit.jupiter.api.Test;

/** A table comes to a migration whose other tables were read long ago, or leaves it and comes back: no row is missed. */
class AddedTableIT {

    private static final int ROWS = 3_000;

    private static final String OTHER = "CREATE TABLE other (id integer PRIMARY KEY, name text)";

    @Test
    void itsRowsAreReadWhileChangesOfAllGoOn() throws Exception {
        long seed = Long.getLong("ferry.seed", System.nanoTime());
        System.out.println("seed " + seed);
        EmbeddedSource source = EmbeddedSource.create(BusySource.TABLES);
        source.execute(BusySource.fill(ROWS));
        source.execute(OTHER, "INSERT INTO other SELECT i, 'n' FROM generate_series(1, 10) i");
        try (CaptureProcess process = source.start("other")) {
            source.awaitEvents(process, "other", 10);
        }
        source.execute("INSERT INTO other VALUES (11, 'while nobody captures')");

        try (BusySource busy = BusySource.start(source.address, ROWS, seed);
                CaptureProcess process = source.start("other", "busy")) {
            await(process, () -> steps(source).stream().anyMatch(step -> step.step() == Step.PUBLISHED));
            busy.stop();
            source.execute("INSERT INTO busy VALUES (-1, 0, nextval('versions'), NULL, 'end')");
            await(process, () -> SnapshotUnderLoadIT.has(source.events("busy"), -1));
            source.awaitEvents(process, "other", 11);
        }

        assertThat(FoldedTable.foldWithGaps(source.events("busy"))).isEqualTo(FoldedTable.inSource(source.address));
        try (CaptureProcess process = source.start("other", "busy")) {
            source.execute("INSERT INTO other VALUES (12, 'more')");
            source.awaitEvents(process, "other", 12);
        }
        assertThat(source.decisions(ResnapshotAsked.class)).as("read once").hasSize(1);
    }

    @Test
    void whatItBecameWhileItWasLeftOutIsFound() throws Exception {
        EmbeddedSource source = EmbeddedSource.create(BusySource.TABLES);
        source.execute(BusySource.fill(ROWS));
        source.execute(OTHER);
        try (CaptureProcess process = source.start("other", "busy")) {
            source.awaitEvents(process, "busy", ROWS);
        }
        try (CaptureProcess process = source.start("other")) {
            source.execute(
                    "UPDATE busy SET note = 'unheard', v = nextval('versions') WHERE id % 10 = 1",
                    "DELETE FROM busy WHERE id % 100 = 3",
                    "INSERT INTO busy SELECT i, 0, nextval('versions'), NULL, 'unheard' FROM generate_series(500001, 500030) i",
                    "INSERT INTO other VALUES (1, 'heard')");
            source.awaitEvents(process, "other", 1);
        }

        try (CaptureProcess process = source.start("other", "busy")) {
            await(process, () -> steps(source).stream().anyMatch(step -> step.step() == Step.PUBLISHED));
        }

        assertThat(steps(source).getLast().rows().deleted()).isEqualTo(30);
        assertThat(FoldedTable.foldWithGaps(source.events("busy"))).isEqualTo(FoldedTable.inSource(source.address));
    }

    @Test
    void oneThatIsLeftOutBeforeItWasReadStopsNothing() throws Exception {
        EmbeddedSource source = EmbeddedSource.create(BusySource.TABLES);
        source.execute(OTHER);
        try (CaptureProcess process = source.start("other")) {
            source.decide(new ResnapshotAsked(
                    SourceTable.parse(EmbeddedSource.SOURCE, "busy"), "1", "", 0, "capture", "a test", Instant.now()));
            await(process, () -> steps(source).stream().anyMatch(step -> step.step() == Step.FAILED));
            source.execute("INSERT INTO other VALUES (1, 'goes on')");
            source.awaitEvents(process, "other", 1);
        }
        assertThat(steps(source).getLast().text()).contains("left out before its rows were read");
    }

    private static List<Resnapshotted> steps(EmbeddedSource source) {
        return source.decisions(Resnapshotted.class);
    }
}
