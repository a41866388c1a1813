package org.dataferry.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.dataferry.acceptance.harness.FerryCommand;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The short form of {@code ferry soak instances}. The long one is the command itself: {@code ferry soak instances --minutes 30 --rows 20000}; a
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
        System.out.println("seed " + SEED);
        FerryCommand soak = new FerryCommand(
                List.of(
                        "soak",
                        "instances",
                        "--minutes",
                        MINUTES,
                        "--rows",
                        "300",
                        "--seed",
                        Long.toString(SEED),
                        "--json"),
                List.of(),
                Map.of(),
                directory);

        JsonNode report = soak.run(PATIENCE).assertExit(0).json();

        System.out.println(report);
        assertThat(report.path("kills").asInt()).isPositive();
        assertThat(report.path("transactions").asLong()).isPositive();
        assertThat(report.path("clean").asBoolean()).isTrue();
    }
}
