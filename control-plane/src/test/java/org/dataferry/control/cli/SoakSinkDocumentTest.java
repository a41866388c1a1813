package org.dataferry.control.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.dataferry.control.soak.sink.SinkSoakReport;
import org.junit.jupiter.api.Test;

class SoakSinkDocumentTest {

    private static SinkSoakReport report(List<String> found) {
        return new SinkSoakReport(
                42,
                2,
                List.of(new SinkSoakReport.Faults("deadlock", 5_000, 310)),
                200_000,
                1_900,
                240,
                61_000,
                70,
                31,
                612.4,
                Map.of("nothing is there twice", found),
                "/tmp/soak");
    }

    @Test
    void followsItsSchemaAndSaysWhatIsBroken() {
        SoakSinkDocument document = new SoakSinkDocument(report(List.of("two rows of the key k7")));

        Published.assertFollows("soak-sink", document.json());
        assertThat(document.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(document.text())
                .contains("seed 42", "BROKEN  nothing is there twice", "two rows of the key k7", "kept in /tmp/soak");
    }

    @Test
    void saysWhatHolds() {
        SoakSinkDocument document = new SoakSinkDocument(report(List.of()));

        Published.assertFollows("soak-sink", document.json());
        assertThat(document.exitCode()).isEqualTo(ExitCode.DONE);
        assertThat(document.text())
                .contains(
                        "deadlock: 5000 writes, 310 requests struck",
                        "200000 writes in 612 s, 1900 rejected, 240 bounced, 61000 rows; 70 kills, 31 halts",
                        "ok      nothing is there twice")
                .doesNotContain("kept in");
    }
}
