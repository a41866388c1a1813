package org.dataferry.control.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.dataferry.control.bench.diff.DiffBenchSettings;
import org.dataferry.control.bench.diff.DiffFigures;
import org.junit.jupiter.api.Test;

class DiffBenchDocumentTest {

    private static final DiffFigures.Part SMALL =
            new DiffFigures.Part(500_000, List.of(2.0, 4.0, 3.0), List.of(1.0, 2.0, 1.0), 700);

    @Test
    void followsItsSchemaAndSaysWhichAimsAreMet() {
        DiffFigures figures = new DiffFigures(
                new DiffBenchSettings(500_000, 5_000_000, 3, 7),
                SMALL,
                Optional.of(new DiffFigures.Part(5_000_000, List.of(45.0), List.of(), 1_500)));

        ObjectNode document = DiffBenchDocument.json(figures);

        Published.assertFollows("bench-diff", document);
        assertThat(document.path("aims"))
                .extracting(aim ->
                        aim.path("figure").asText() + " " + aim.path("met").asBoolean())
                .containsExactly("ratio true", "peakMemoryMiB true", "growthRatio false");
        assertThat(document.path("ratio").asDouble()).isEqualTo(2.0);
        assertThat(document.path("growthRatio").asDouble()).isEqualTo(1.5);
        assertThat(DiffBenchDocument.text(figures)).contains("500,000 rows: 3.00 s, the peer 1.00 s, ratio 2.00");
    }

    @Test
    void withoutLargeDumpsNothingIsSaidOfMemoryAndGrowth() {
        ObjectNode document = DiffBenchDocument.json(
                new DiffFigures(new DiffBenchSettings(500_000, 0, 3, 7), SMALL, Optional.empty()));

        Published.assertFollows("bench-diff", document);
        assertThat(document.path("aims")).hasSize(1);
    }
}
