package org.dataferry.control.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.dataferry.control.bench.Spread;
import org.dataferry.control.bench.capture.CaptureBenchFigures;
import org.dataferry.control.bench.capture.CaptureBenchFigures.Pair;
import org.dataferry.control.bench.capture.CaptureBenchSettings;
import org.junit.jupiter.api.Test;

class CaptureBenchDocumentTest {

    @Test
    void followsItsSchemaAndSaysWhetherTheAimsAreMet() {
        ObjectNode document = CaptureBenchDocument.json(figures(500_000));

        Published.assertFollows("bench-capture", document);
        assertThat(document.path("aims"))
                .extracting(aim ->
                        aim.path("figure").asText() + " " + aim.path("met").asBoolean())
                .containsExactly("snapshotRatio true", "streamingRatio false");
        assertThat(CaptureBenchDocument.text(figures(500_000))).contains("snapshotRatio 4.00", "p99 9.5 ms");
    }

    @Test
    void aSmallerTableMeetsNoAim() {
        assertThat(CaptureBenchDocument.json(figures(1_000)).path("aims"))
                .noneMatch(aim -> aim.path("met").asBoolean());
    }

    private static CaptureBenchFigures figures(int rows) {
        return new CaptureBenchFigures(
                new CaptureBenchSettings(rows, 1, 2, 1),
                new CaptureBenchFigures.Machine(2, 0.5, 1.5),
                List.of(new Pair(120_000, 30_000)),
                new Spread(4, 4, 4),
                new Spread(500_000, 500_000, 500_000),
                0.24,
                List.of(new Pair(18_000, 20_000)),
                new Spread(0.9, 0.9, 0.9),
                new CaptureBenchFigures.Latency(500, 3.2, 9.5));
    }
}
