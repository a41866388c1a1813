package org.dataferry.control.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import org.dataferry.control.bench.operate.OperateBench;
import org.dataferry.control.bench.operate.OperateBenchFigures;
import org.dataferry.control.bench.operate.OperateBenchPart;
import org.dataferry.control.bench.operate.OperateBenchSettings;
import org.dataferry.embedded.Progress;
import org.junit.jupiter.api.Test;

/** The whole benchmark with so few rows that its figures say nothing. */
final class OperateBenchIT {

    @Test
    void measuresAndPrintsWhatIsPublished() throws Exception {
        OperateBenchFigures figures = OperateBench.run(
                new OperateBenchSettings(
                        EnumSet.complementOf(EnumSet.of(OperateBenchPart.LATENCY)), 1_000, 3, 1_000, 1, 7),
                System.out::println,
                Progress.SILENT);

        OperateBenchFigures.Ledger ledger = figures.ledger().orElseThrow();
        assertThat(ledger.records()).isEqualTo(5 * 1_000 - 20);
        assertThat(ledger.views())
                .hasSizeGreaterThan(5)
                .allSatisfy(view -> assertThat(view.mostMillis()).isPositive());
        OperateBenchFigures.Preview preview = figures.preview().orElseThrow();
        assertThat(preview.rows()).isEqualTo(30);
        assertThat(preview.dependants()).isEqualTo(20);
        assertThat(figures.waiver().orElseThrow().rows()).isEqualTo(30);
        Published.assertFollows("bench-operate", OperateBenchDocument.json(figures));
        assertThat(OperateBenchDocument.text(figures)).contains("row by source key", "rows/s");
    }
}
