package org.dataferry.control.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import org.dataferry.control.bench.Spread;
import org.dataferry.control.bench.TransformBenchSettings;
import org.dataferry.control.bench.TransformFigures;
import org.junit.jupiter.api.Test;

final class TransformBenchDocumentTest {

    private static final Optional<TransformFigures.Release> RELEASED =
            Optional.of(new TransformFigures.Release(3_000, 81.2, 240.5, 400));

    @Test
    void theDocumentFollowsItsSchema() {
        JsonNode document = TransformBenchDocument.json(figures(2.5, RELEASED, true));

        Published.assertFollows("bench-transform", document);
        assertThat(document.get("ratio2Lookups").asDouble()).isEqualTo(2.5);
        assertThat(document.get("rowsPerSecond2Lookups").asInt()).isEqualTo(50_000);
        assertThat(document.at("/releaseMillis/p99").asDouble()).isEqualTo(240.5);
        assertThat(document.at("/manyTables/tables").asInt()).isEqualTo(100);
        assertThat(document.get("aims")).allMatch(aim -> aim.get("met").asBoolean());
    }

    @Test
    void aBuildThatDoesNotResolveLookupsSaysSo() {
        TransformFigures figures = figures(2.5, Optional.empty(), false);
        JsonNode document = TransformBenchDocument.json(figures);

        Published.assertFollows("bench-transform", document);
        assertThat(document.get("releaseMillis").isNull()).isTrue();
        assertThat(document.get("notes").toString()).contains("does not resolve lookups", "No row waited");
        assertThat(TransformBenchDocument.text(figures)).contains("no row waited", "NOT MET  releaseMillis.p99");
    }

    @Test
    void aMissedAimIsSaid() {
        assertThat(TransformBenchDocument.text(figures(1.2, RELEASED, true)))
                .contains("NOT MET  ratio2Lookups >= 1.5", "p99 241 ms", "200,000");
    }

    private static TransformFigures figures(double ratio, Optional<TransformFigures.Release> release, boolean bound) {
        return new TransformFigures(
                new TransformBenchSettings(200_000, 1, 100, 3, 7),
                4,
                100,
                rates(1, ratio, release),
                rates(100, ratio, release),
                new TransformFigures.CpuMicros(5, 10, 20, 4, 8, -0.5, 46.5),
                60,
                List.of(
                        new TransformFigures.Growth(12_500, 40, 45, 60),
                        new TransformFigures.Growth(50_000, 40, 45, 60),
                        new TransformFigures.Growth(200_000, 41, 46, 61)),
                new TransformFigures.Checks(bound, 0, 0));
    }

    private static TransformFigures.Rates rates(int tables, double ratio, Optional<TransformFigures.Release> release) {
        return new TransformFigures.Rates(
                tables,
                100_000,
                new Spread(45_000, 50_000, 51_000),
                new Spread(18_000, 20_000, 21_000),
                new Spread(ratio, ratio, ratio),
                40_000,
                42_000,
                17_000,
                35_000,
                release,
                new TransformFigures.Resume(4_200, true));
    }
}
