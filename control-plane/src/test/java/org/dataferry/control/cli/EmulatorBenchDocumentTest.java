package org.dataferry.control.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.dataferry.control.bench.emulator.EmulatorBenchSettings;
import org.dataferry.control.bench.emulator.EmulatorFigures;
import org.junit.jupiter.api.Test;

final class EmulatorBenchDocumentTest {

    @Test
    void theDocumentFollowsItsSchema() {
        JsonNode document = EmulatorBenchDocument.json(figures(31_000, 81_000));

        Published.assertFollows("bench-emulator", document);
        assertThat(document.get("upsertRowsPerSecond").asInt()).isEqualTo(31_000);
        assertThat(document.at("/cpuMicrosPerRow/update/client").asDouble()).isEqualTo(2.5);
        assertThat(document.get("aims")).allMatch(aim -> aim.get("met").asBoolean());
    }

    @Test
    void aMissedAimIsSaid() {
        assertThat(EmulatorBenchDocument.text(figures(12_000, 70_000)))
                .contains("NOT MET  upsertRowsPerSecond >= 30,000", "NOT MET  readRowsPerSecond >= 80,000");
    }

    private static EmulatorFigures figures(double written, double read) {
        return new EmulatorFigures(
                new EmulatorBenchSettings(300_000, 100, 4, 7),
                rate(written),
                rate(written),
                rate(written),
                rate(read),
                1_210.4,
                22,
                940);
    }

    private static EmulatorFigures.Rate rate(double rowsPerSecond) {
        return new EmulatorFigures.Rate(rowsPerSecond, 40.5, 2.5);
    }
}
