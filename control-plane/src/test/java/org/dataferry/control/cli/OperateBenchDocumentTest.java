package org.dataferry.control.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.dataferry.control.bench.operate.Latency;
import org.dataferry.control.bench.operate.OperateBenchFigures;
import org.dataferry.control.bench.operate.OperateBenchPart;
import org.dataferry.control.bench.operate.OperateBenchSettings;
import org.junit.jupiter.api.Test;

class OperateBenchDocumentTest {

    private static final OperateBenchFigures.Machine MACHINE = new OperateBenchFigures.Machine(2, 0.5, 1.5);
    private static final OperateBenchSettings SETTINGS =
            new OperateBenchSettings(EnumSet.allOf(OperateBenchPart.class), 400_000, 100, 30_000, 20, 7);

    @Test
    void followsItsSchemaAndSaysWhetherThePreviewIsSoonEnoughForSoManyRows() {
        OperateBenchFigures figures = new OperateBenchFigures(
                SETTINGS,
                MACHINE,
                Optional.of(new OperateBenchFigures.Ledger(
                        2_000_000, 100, 1_000_000_000, List.of(new OperateBenchFigures.View("sums", 1, 2, 3)), 2)),
                Optional.of(new OperateBenchFigures.Preview(12_000, 8_000, 2.5)),
                Optional.of(new OperateBenchFigures.Waiver(12_000, 3.25, 10)),
                Optional.empty());

        ObjectNode document = OperateBenchDocument.json(figures);

        Published.assertFollows("bench-operate", document);
        assertThat(document.path("aims"))
                .extracting(aim ->
                        aim.path("figure").asText() + " " + aim.path("met").asBoolean())
                .containsExactly("viewsP95Ms false", "previewSeconds true");
        assertThat(OperateBenchDocument.text(figures))
                .contains("preview of 12,000 failed rows, 8,000 of which wait")
                .contains("waiver of 12,000 failed rows: decided in 3.25 s, in the ledger 10.00 s later");
    }

    @Test
    void aPreviewOfFewerRowsMeetsNoAim() {
        ObjectNode document = OperateBenchDocument.json(new OperateBenchFigures(
                SETTINGS,
                MACHINE,
                Optional.empty(),
                Optional.of(new OperateBenchFigures.Preview(600, 400, 0.1)),
                Optional.empty(),
                Optional.empty()));

        Published.assertFollows("bench-operate", document);
        assertThat(document.at("/aims/0/met").asBoolean()).isFalse();
    }

    @Test
    void saysWhetherChangesAreInTheTargetSoonEnough() {
        ObjectNode document = document(490, 300, 20);

        Published.assertFollows("bench-operate", document);
        assertThat(document.at("/latency/1/p99Ms").asDouble()).isEqualTo(900);
        assertThat(document.path("aims"))
                .extracting(aim ->
                        aim.path("figure").asText() + " " + aim.path("met").asBoolean())
                .containsExactly("p99Ms true", "p50Ms false", "lagErrorSeconds true", "replayRatio true");
    }

    /** It was asked for 500. */
    @Test
    void whatWasSoonEnoughAtALowerRateMeetsNoAim() {
        assertThat(document(300, 10, 20).at("/aims/0/met").asBoolean()).isFalse();
        assertThat(document(300, 10, 20).at("/aims/1/met").asBoolean()).isFalse();
        assertThat(document(490, 10, 20).at("/aims/1/met").asBoolean()).isTrue();
    }

    private static ObjectNode document(double rate, double p50, double captureP50) {
        return OperateBenchDocument.json(new OperateBenchFigures(
                SETTINGS,
                MACHINE,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(new Latency(
                        30_000,
                        50,
                        List.of(
                                new Latency.AtRate(100, 2_000, p50, 900, captureP50),
                                new Latency.AtRate(rate, 10_000, p50, 900, captureP50)),
                        0.4,
                        2.1,
                        9_000,
                        10_000))));
    }
}
