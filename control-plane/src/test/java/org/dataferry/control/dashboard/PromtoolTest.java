package org.dataferry.control.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Prometheus' own tool takes the alerts and the metrics as they are, where it is installed ({@code promtool} on the path). */
class PromtoolTest {

    private static final Path ALERTS = Path.of("..", "infra", "prometheus", "alerts.yaml");

    /** A file of a few kilobytes; the tool takes less than a second. */
    private static final long PATIENCE_SECONDS = 60;

    /** An alert fires for what it is about, and not before it has lasted. */
    private static final String CASES = """
            rule_files: [%s]
            evaluation_interval: 1m
            tests:
              - interval: 1m
                input_series:
                  - { series: 'ferry_cutover_timestamp_seconds', values: '3600x20' }
                  - { series: 'ferry_caught_up_timestamp_seconds{bound="latest"}', values: '3000x3 4000x17' }
                  - { series: 'ferry_caught_up_timestamp_seconds{bound="earliest"}', values: '3000x20' }
                  - { series: 'ferry_writes_lost', values: '0x9 2x11' }
                alert_rule_test:
                  - { eval_time: 6m, alertname: FerryCutoverMayBeMissed }
                  - eval_time: 10m
                    alertname: FerryCutoverMayBeMissed
                    exp_alerts: [{ exp_labels: { severity: warning }, exp_annotations: {
                      summary: The target may not have caught up by the time of the cutover,
                      description: Overview names the entities that are late. See what binds. } }]
            """;

    @TempDir
    private Path directory;

    @BeforeAll
    static void requireTool() throws IOException, InterruptedException {
        boolean isThere;
        try {
            isThere = new ProcessBuilder("promtool", "--version")
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException notFound) {
            isThere = false;
        }
        assumeTrue(
                isThere,
                "promtool is not installed (Debian: apt-get install prometheus): alerts are not checked by it");
    }

    @Test
    void takesTheAlerts() throws IOException, InterruptedException {
        assertTakes("check", "rules", ALERTS.toAbsolutePath().toString());
    }

    @Test
    void alertsFireForWhatTheyAreAbout() throws IOException, InterruptedException {
        Path cases = directory.resolve("cases.yaml");
        Files.writeString(cases, CASES.formatted(ALERTS.toAbsolutePath().normalize()));

        assertTakes("test", "rules", cases.toString());
    }

    @Test
    void takesTheMetrics() throws IOException, InterruptedException {
        Path metrics = directory.resolve("metrics.txt");
        try (ServedDashboard served = ServedDashboard.open(directory)) {
            Files.writeString(
                    metrics, served.browser().awaitLook().get("/metrics").body());
        }

        assertTakes(metrics, "check", "metrics");
    }

    private void assertTakes(String... arguments) throws IOException, InterruptedException {
        assertTakes(Path.of("/dev/null"), arguments);
    }

    private void assertTakes(Path input, String... arguments) throws IOException, InterruptedException {
        Path said = directory.resolve("said.txt");
        ProcessBuilder tool = new ProcessBuilder("promtool");
        tool.command().addAll(List.of(arguments));
        Process process = tool.redirectInput(input.toFile())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(said)).isZero();
    }
}
