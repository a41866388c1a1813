package org.dataferry.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.dataferry.acceptance.harness.FerryCommand;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The short forms of {@code ferry soak}. The long ones are the commands themselves: {@code ferry soak semantics --minutes 30}; a
 * failure is repeated by {@code --seed}, or here by {@code -Dferry.seed=}, as far as the machine's own timing allows.
 */
final class SoakIT {

    private static final long SEED = Long.getLong("ferry.seed", System.nanoTime());
    private static final String MINUTES = System.getProperty("ferry.minutes", "0.3");
    private static final Duration PATIENCE = Duration.ofMinutes(15);

    @TempDir
    Path directory;

    @Test
    void twoTransformsAndTwoSinksLoseNothingWhenOneIsKilledNowAndThen() throws InterruptedException {
        assertClean(soak("instances", "--rows", "300"));
    }

    @Test
    void aMadeUpMigrationLosesNothingWhenItsStagesAreKilledAndItsEntitiesReplayed() throws InterruptedException {
        assertClean(soak("semantics"));
    }

    @Test
    void theLogIsWhatTheTablesAreWhenCaptureAndItsServersAreKilled() throws InterruptedException {
        assertClean(soak("capture"));
    }

    @Test
    void theEmulatorKeepsItsLimitsAndWhatItAnsweredFor() throws InterruptedException {
        System.out.println("seed " + SEED);
        JsonNode report = new FerryCommand(
                        List.of(
                                "soak",
                                "emulator",
                                "--rows",
                                "900",
                                "--clients",
                                "20",
                                "--kills",
                                "2",
                                "--seed",
                                Long.toString(SEED),
                                "--json"),
                        List.of(),
                        Map.of(),
                        directory)
                .run(PATIENCE)
                .assertExit(0)
                .json();
        System.out.println(report);

        assertThat(report.path("passes"))
                .hasSize(3)
                .allSatisfy(pass -> assertThat(pass.path("throttled").asLong()).isPositive());
        assertThat(report.path("kills").asInt()).isEqualTo(2);
        assertThat(report.path("answered").asLong()).isPositive();
    }

    @Test
    void aSinkWrongsNoRecordWhateverTheTargetAnswers() throws InterruptedException {
        JsonNode report = sinkSoak("--writes", "1500");

        assertThat(report.path("episodes"))
                .filteredOn(episode -> !episode.path("faults").asText().equals("no fault"))
                .hasSizeGreaterThan(15)
                .allSatisfy(
                        episode -> assertThat(episode.path("struck").asLong()).isPositive());
    }

    @Test
    void twoSinksWrongNoRecordWhenOneIsKilledNowAndThen() throws InterruptedException {
        JsonNode report = sinkSoak("--processes", "2", "--minutes", MINUTES);

        assertThat(report.path("kills").asInt() + report.path("halts").asInt()).isPositive();
    }

    private JsonNode sinkSoak(String... options) throws InterruptedException {
        System.out.println("seed " + SEED);
        List<String> arguments = new ArrayList<>(List.of("soak", "sink", "--seed", Long.toString(SEED), "--json"));
        arguments.addAll(List.of(options));
        JsonNode report = new FerryCommand(arguments, List.of(), Map.of(), directory)
                .run(PATIENCE)
                .assertExit(0)
                .json();
        System.out.println(report);
        assertThat(report.path("clean").asBoolean()).isTrue();
        assertThat(report.path("rejected").asInt()).isPositive();
        return report;
    }

    private JsonNode soak(String name, String... options) throws InterruptedException {
        System.out.println("seed " + SEED);
        List<String> arguments =
                new ArrayList<>(List.of("soak", name, "--minutes", MINUTES, "--seed", Long.toString(SEED), "--json"));
        arguments.addAll(List.of(options));
        JsonNode report = new FerryCommand(arguments, List.of(), Map.of(), directory)
                .run(PATIENCE)
                .assertExit(0)
                .json();
        System.out.println(report);
        return report;
    }

    private static void assertClean(JsonNode report) {
        assertThat(report.path("kills").asInt()).isPositive();
        assertThat(report.path("transactions").asLong()).isPositive();
        assertThat(report.path("clean").asBoolean()).isTrue();
    }
}
