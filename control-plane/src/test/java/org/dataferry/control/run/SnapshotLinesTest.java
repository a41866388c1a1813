package org.dataferry.control.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.dataferry.capture.progress.SnapshotProgress;
import org.junit.jupiter.api.Test;

class SnapshotLinesTest {

    @Test
    void tellsNowAndThenHowFarItIs() {
        List<String> said = new ArrayList<>();
        AtomicLong clock = new AtomicLong();
        SnapshotLines lines = new SnapshotLines(said::add, clock::get);

        lines.made(new SnapshotProgress(10, 0.1, Optional.empty(), List.of()));
        clock.addAndGet(Duration.ofSeconds(5).toNanos());
        lines.made(new SnapshotProgress(1_234_567, 0.25, Optional.of(Duration.ofSeconds(15)), List.of()));
        lines.made(new SnapshotProgress(1_300_000, 0.3, Optional.empty(), List.of()));

        assertThat(said).containsExactly("source: read 1,234,567 rows, 25.0 %, 15 s left");
    }
}
