package org.dataferry.control.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.dataferry.control.bench.operate.OperateBenchFigures;
import org.dataferry.control.bench.operate.OperateBenchPart;
import org.dataferry.control.bench.operate.OperateBenchSettings;
import org.junit.jupiter.api.Test;

class OperateBenchDocumentTest {

    private static final OperateBenchFigures.Machine MACHINE = new OperateBenchFigures.Machine(2, 0.5, 1.5);
    private static final OperateBenchSettings SETTINGS =
            new OperateBenchSettings(EnumSet.allOf(OperateBenchPart.class), 400_000, 100, 7);

    @Test
    void followsItsSchemaAndSaysWhetherThePreviewIsSoonEnoughForSoManyRows() {
        OperateBenchFigures figures = new OperateBenchFigures(
                SETTINGS,
                MACHINE,
                Optional.of(new OperateBenchFigures.Ledger(
                        2_000_000, 100, 1_000_000_000, List.of(new OperateBenchFigures.View("sums", 1, 2, 3)), 2)),
                Optional.of(new OperateBenchFigures.Preview(12_000, 8_000, 2.5)));

        ObjectNode document = OperateBenchDocument.json(figures);

        Published.assertFollows("bench-operate", document);
        assertThat(document.path("aims"))
                .extracting(aim ->
                        aim.path("figure").asText() + " " + aim.path("met").asBoolean())
                .containsExactly("viewsP95Ms false", "previewSeconds true");
        assertThat(OperateBenchDocument.text(figures)).contains("preview of 12,000 failed rows, 8,000 of which wait");
    }

    @Test
    void aPreviewOfFewerRowsMeetsNoAim() {
        ObjectNode document = OperateBenchDocument.json(new OperateBenchFigures(
                SETTINGS, MACHINE, Optional.empty(), Optional.of(new OperateBenchFigures.Preview(600, 400, 0.1))));

        Published.assertFollows("bench-operate", document);
        assertThat(document.at("/aims/0/met").asBoolean()).isFalse();
    }
}
