package org.dataferry.control.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.dataferry.control.soak.emulator.EmulatorSoakReport;
import org.junit.jupiter.api.Test;

class SoakEmulatorDocumentTest {

    private static EmulatorSoakReport report(List<String> found) {
        return new EmulatorSoakReport(
                42,
                List.of(new EmulatorSoakReport.Pass("requests", 6000, 60_000, 15_000, 3_000, 1, 61.5)),
                30,
                4_000,
                240,
                17,
                150_000,
                Map.of("nothing is there in part", found),
                "/tmp/soak");
    }

    @Test
    void followsItsSchemaAndSaysWhatIsBroken() {
        SoakEmulatorDocument document = new SoakEmulatorDocument(report(List.of("group w1-7 has 3 rows")));

        Published.assertFollows("soak-emulator", document.json());
        assertThat(document.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(document.text())
                .contains("seed 42", "BROKEN  nothing is there in part", "w1-7 has 3 rows", "kept in /tmp/soak");
    }

    @Test
    void saysWhatHolds() {
        SoakEmulatorDocument document = new SoakEmulatorDocument(report(List.of()));

        Published.assertFollows("soak-emulator", document.json());
        assertThat(document.exitCode()).isEqualTo(ExitCode.DONE);
        assertThat(document.text())
                .contains(
                        "limit of requests 6000: 60000 rows, 15000 requests, 3000 throttled, 1 at the edge",
                        "30 kills: 4000 bulk writes answered, 240 not, 17 of these there, 150000 rows",
                        "ok      nothing is there in part")
                .doesNotContain("kept in");
    }
}
