package org.dataferry.control.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.dataferry.embedded.Progress;
import org.dataferry.embedded.ServerKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The runs of the benchmark with few rows, on real servers: figures are there and every row is; none says how fast. */
@Timeout(240)
final class TransformBenchTest {

    private static final int ROWS = 1_000;
    private static final int TABLES = 2;

    private final TransformBenchSettings settings = new TransformBenchSettings(ROWS, 1, TABLES, 1, 7);
    private final List<String> said = new ArrayList<>();

    @Test
    void eachKindOfRunHasFiguresAndEveryRow() throws InterruptedException {
        Path folder;
        try (BenchServers servers =
                        BenchServers.start(EnumSet.of(ServerKind.KAFKA, ServerKind.REGISTRY), Progress.SILENT);
                BenchRuns runs = new BenchRuns(servers, settings, said::add)) {
            folder = servers.folder();

            assertWhole(runs.ours(BenchShape.late(TABLES, 5, ROWS), ROWS));
            RunFigures peer = runs.peer(BenchShape.late(1, 2, ROWS), ROWS);
            assertWhole(peer);
            assertThat(peer.bound()).isTrue();

            ReleaseFigures release = runs.release(BenchShape.oneParentEach(1, 2, 100), 100);
            assertThat(release.millis()).hasSize(release.parked()).allMatch(millis -> millis > 0);

            ResumeFigures resume = runs.resume(BenchShape.known(1, 2, ROWS), ROWS);
            assertThat(resume.millis()).isPositive();

            assertThat(runs.checks().missing()).isZero();
            assertThat(runs.checks().twice()).isZero();
        }
        assertThat(folder).satisfies(gone -> assertThat(Files.exists(gone)).isFalse());
        assertThat(said).hasSize(4);
    }

    private static void assertWhole(RunFigures figures) {
        assertThat(figures.rows()).isEqualTo(ROWS);
        assertThat(figures.rowsPerSecond()).isPositive();
        assertThat(figures.slopeMicros()).isPositive();
        assertThat(figures.cpuMicros()).isPositive();
        assertThat(figures.heapMiB()).isPositive();
        assertThat(figures.partMicros()).containsOnlyKeys(Part.values());
    }
}
