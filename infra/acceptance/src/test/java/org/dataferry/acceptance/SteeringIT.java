package org.dataferry.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.Random;
import org.dataferry.acceptance.harness.FerryFolder;
import org.dataferry.acceptance.harness.FerryProcess;
import org.dataferry.acceptance.harness.TradingCompany;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An operator pauses an entity, looks, changes a limit, and goes on, while the run goes on. */
final class SteeringIT {

    private static final int ROWS = 200;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    Path directory;

    @Test
    void anEntityWaitsWhileItIsPausedAndTheOthersGoOn() throws Exception {
        // given
        FerryFolder folder = FerryFolder.copyOfExample("northwind", directory.resolve("northwind"));
        TradingCompany company = new TradingCompany(new Random(7), ROWS);
        Path dump = company.copyDump(directory.resolve("company.sql"));
        try {
            folder.command("up").run().assertExit(0);
            // What has not run yet cannot be steered.
            folder.command("pause", "--why", "too early").run().assertExit(1);
            folder.command("run", "--source-sql", dump.toString(), "--until-caught-up")
                    .run()
                    .assertExit(0);
            folder.command("pause", "--entity", "account", "--why", "names are wrong")
                    .run()
                    .assertExit(0);

            // when
            try (FerryProcess run = folder.command("run").start()) {
                run.awaitLine("running; Ctrl-C", PATIENCE);
                rename(folder);
                JsonNode paused = await(folder, "account", "inFlight", company.customers());

                // then
                assertThat(entity(paused, "account").path("state").asText()).isEqualTo("PAUSED");
                assertThat(paused.path("state").asText()).isNotEqualTo("STALLED");
                assertThat(paused.at("/paused/0/entity").asText()).isEqualTo("account");
                assertThat(paused.at("/paused/0/why").asText()).isEqualTo("names are wrong");

                JsonNode limits = folder.command("limits", "--batch-size", "10", "--largest-batch", "10", "--json")
                        .run()
                        .assertExit(0)
                        .json();
                assertThat(limits.at("/limits/largestBatch/now").asInt()).isEqualTo(10);
                assertThat(limits.at("/limits/largestBatch/configured").asInt()).isEqualTo(1_000);

                folder.command("resume", "--why", "corrected").run().assertExit(0);
                JsonNode resumed = await(folder, "account", "inFlight", 0);
                assertThat(resumed.path("paused")).isEmpty();
                run.stop();
            }
        } finally {
            folder.command("down").run();
        }
    }

    private static void rename(FerryFolder folder) throws Exception {
        JsonNode status = folder.command("status", "--json").run().json();
        try (Connection source = DriverManager.getConnection(
                        status.at("/endpoints/sourceJdbc").asText());
                Statement statement = source.createStatement()) {
            statement.execute("UPDATE customers SET city = 'Aarhus'");
        }
    }

    private static JsonNode await(FerryFolder folder, String entity, String count, long wanted)
            throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        JsonNode status = folder.command("status", "--json").run().json();
        while (entity(status, entity).path(count).asLong() != wanted && System.nanoTime() < deadline) {
            status = folder.command("status", "--json").run().json();
        }
        assertThat(entity(status, entity).path(count).asLong()).isEqualTo(wanted);
        return status;
    }

    private static JsonNode entity(JsonNode status, String name) {
        for (JsonNode entity : status.path("entities")) {
            if (entity.path("entity").asText().equals(name)) {
                return entity;
            }
        }
        throw new AssertionError("no " + name + " in " + status);
    }
}
