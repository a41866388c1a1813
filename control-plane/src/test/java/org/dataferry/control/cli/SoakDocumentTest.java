package org.dataferry.control.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.dataferry.control.soak.SoakReport;
import org.junit.jupiter.api.Test;

class SoakDocumentTest {

    @Test
    void followsItsSchemaAndNamesTheSeed() {
        SoakReport report = new SoakReport(
                42, 1, 7, 3, 11, 12, Map.of("nothing is lost", List.of("change x was announced 0 times")), "/tmp/soak");

        Published.assertFollows("soak", new SoakDocument("instances", report).json());
        assertThat(new SoakDocument("instances", report).json().path("clean").asBoolean())
                .isFalse();
        assertThat(new SoakDocument("instances", report).text())
                .contains("seed 42", "BROKEN  nothing is lost", "announced 0 times", "kept in /tmp/soak");
    }

    @Test
    void saysWhatHolds() {
        SoakReport report = new SoakReport(42, 1, 7, 3, 11, 12, Map.of("nothing is lost", List.of()), "/tmp/soak");

        assertThat(new SoakDocument("instances", report).text())
                .contains("ok      nothing is lost")
                .doesNotContain("kept in");
    }
}
