package org.dataferry.control.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.dataferry.capture.progress.CaptureListener;
import org.dataferry.capture.progress.SnapshotProgress;
import org.dataferry.control.status.SnapshotLook;
import org.dataferry.schemas.key.SourceTable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnapshotFileTest {

    private static final SourceTable ORDERS = new SourceTable("erp", "public", "orders");

    @TempDir
    private Path state;

    private final SteppedClock clock = new SteppedClock();

    @Test
    void anotherProcessSeesHowFarItIsUntilAllIsRead() {
        SnapshotFile file = new SnapshotFile(state, CaptureListener.NONE, clock);
        assertThat(SnapshotFile.read(state)).isEmpty();

        file.snapshotProgress(progress(10, Optional.empty()));
        file.snapshotProgress(progress(20, Optional.empty()));
        assertThat(SnapshotFile.read(state).orElseThrow().rows())
                .as("once a second")
                .isEqualTo(10);

        clock.step(Duration.ofSeconds(1));
        file.snapshotProgress(progress(30, Optional.of(Duration.ofSeconds(7))));
        assertThat(SnapshotFile.read(state))
                .contains(new SnapshotLook(
                        30,
                        0.25,
                        Optional.of(Duration.ofSeconds(7)),
                        clock.instant(),
                        List.of(new SnapshotLook.Table("public.orders", 30, 0.25))));

        file.streaming();
        assertThat(SnapshotFile.read(state)).isEmpty();
    }

    @Test
    void whatIsLeftOfAKilledCaptureIsRemovedAndWhatIsBrokenTellsNothing() throws Exception {
        Files.writeString(state.resolve("snapshot.json"), "{");
        assertThat(SnapshotFile.read(state)).isEmpty();

        new SnapshotFile(state, CaptureListener.NONE, clock);
        assertThat(state).isEmptyDirectory();
    }

    private static SnapshotProgress progress(long rows, Optional<Duration> left) {
        return new SnapshotProgress(rows, 0.25, left, List.of(new SnapshotProgress.Table(ORDERS, rows, 0.25)));
    }
}
