package org.dataferry.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import org.dataferry.acceptance.harness.FerryFolder;
import org.dataferry.acceptance.harness.FerryProcess;
import org.dataferry.acceptance.harness.FerryResult;
import org.dataferry.acceptance.harness.TradingCompany;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code ferry status} says of a migration, while changes flow, after its run has ended, and while a stage is missing. */
final class StatusIT {

    private static final int ROWS = 200;
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    /** A customer whose name does not fit, an order that names it, and one that names nobody. */
    private static final String DIRT = """
            ALTER TABLE customers ALTER COLUMN company_name TYPE text;
            INSERT INTO customers (customer_id, company_name) VALUES ('LONG', repeat('x', 300));
            INSERT INTO orders (order_id, customer_id) VALUES (900001, 'LONG'), (900002, 'NOBODY');
            """;

    private FerryFolder folder;
    private String source = "";
    private int changes;

    @Test
    void saysHowAMigrationStands(@TempDir Path directory) throws Exception {
        folder = FerryFolder.copyOfExample("northwind", directory.resolve("northwind"));
        Path dump = new TradingCompany(new Random(7), ROWS).copyDump(directory.resolve("company.sql"));
        Files.writeString(dump, DIRT, StandardOpenOption.APPEND);
        try {
            source = folder.command("up", "--json")
                    .run()
                    .assertExit(0)
                    .json()
                    .at("/endpoints/sourceJdbc")
                    .asText();
            whileChangesFlow(dump);
            afterTheRun();
            mendedAtTheSource();
            withoutASink();
            watchedByAProgram();
        } finally {
            folder.command("down").run();
        }
    }

    private void whileChangesFlow(Path dump) throws Exception {
        try (FerryProcess run =
                folder.command("run", "--source-sql", dump.toString()).start()) {
            run.awaitLine("running; Ctrl-C", PATIENCE);

            JsonNode status = awaitStatus(found -> found.path("state").asText().equals("IN_STEP")
                    && found.at("/lag/answers").isObject()
                    && found.at("/rejectedBy").size() == 2
                    && found.at("/rate/changesPerSecond").asDouble() > 0);

            assertThat(status.path("eta").isNull()).isTrue();
            assertThat(status.at("/lag/answers/medianSeconds").asDouble()).isPositive();
            assertThat(status.path("stages"))
                    .allSatisfy(
                            stage -> assertThat(stage.path("runs").asBoolean()).isTrue());
            assertThat(reasons(status)).containsExactlyInAnyOrder("VALUE_TOO_LONG", "ORPHAN");
            assertThat(status.path("rejectedBy"))
                    .allSatisfy(one -> assertThat(one.path("remedy").asText()).isNotBlank())
                    .allSatisfy(one -> assertThat(one.path("row").asText()).isNotBlank());
            assertThat(status.at("/parkedFor/0/row").asText()).contains("LONG");
            run.stop();
        }
    }

    private void afterTheRun() throws Exception {
        JsonNode status = awaitStatus(found -> found.path("state").asText().equals("UNKNOWN"));
        assertThat(status.path("stateReason").asText()).startsWith("no run is going since ");
        assertThat(status.path("stages"))
                .allSatisfy(stage -> assertThat(stage.path("runs").asBoolean()).isFalse());

        FerryResult words = folder.command("status").run().assertExit(0);
        assertThat(words.out())
                .startsWith("UNKNOWN: no run is going since ")
                .contains("rejected: 1 row ORPHAN: the row that a lookup names does not exist at the source");
    }

    /** What was refused once stays in the sum; people are told of rows that are refused now. */
    private void mendedAtTheSource() throws Exception {
        folder.command("run", "--until-caught-up").run().assertExit(3);
        try (Connection connection = DriverManager.getConnection(source);
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("UPDATE customers SET company_name = 'Long' WHERE customer_id = 'LONG'");
            statement.executeUpdate("DELETE FROM orders WHERE order_id = 900002");
        }

        folder.command("run", "--until-caught-up").run().assertExit(0);

        JsonNode status = folder.command("status", "--json").run().assertExit(0).json();
        assertThat(status.path("rejectedBy")).isEmpty();
        assertThat(status.path("parkedFor")).isEmpty();
        assertThat(status.path("entities"))
                .anySatisfy(
                        entity -> assertThat(entity.path("rejected").asLong()).isPositive())
                .allSatisfy(entity ->
                        assertThat(entity.path("rejectedRows").asLong()).isZero());
    }

    private void withoutASink() throws Exception {
        try (FerryProcess capture = folder.command("capture").start();
                FerryProcess transform = folder.command("transform").start()) {
            capture.awaitLine("is running", PATIENCE);
            transform.awaitLine("is running", PATIENCE);

            JsonNode status = awaitStatus(found -> found.path("state").asText().equals("STALLED"));

            assertThat(status.path("stateReason").asText()).startsWith("sink is not running, and ");
            assertThat(status.at("/eta/unknown").asText()).isEqualTo("nothing moves");
        }
    }

    private void watchedByAProgram() throws Exception {
        try (FerryProcess watch = folder.command("status", "--watch", "--json").start()) {
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (watch.lines().size() < 2 && System.nanoTime() < deadline) {
                assertThat(watch.runs()).isTrue();
                watch.awaitEnd(Duration.ofMillis(100));
            }
            FerryResult stopped = watch.stop().assertExit(0);
            List<String> documents = stopped.out().lines().toList();
            assertThat(documents).hasSizeGreaterThanOrEqualTo(2);
            for (String document : documents) {
                assertThat(new ObjectMapper().readTree(document).path("state").asText())
                        .isNotBlank();
            }
        }
    }

    /** Looks until it is so, and changes something before each look. */
    private JsonNode awaitStatus(Predicate<JsonNode> wanted) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        JsonNode status = look();
        while (!wanted.test(status)) {
            assertThat(System.nanoTime())
                    .as("not within %s: %s", PATIENCE, status.toPrettyString())
                    .isLessThan(deadline);
            status = look();
        }
        return status;
    }

    private JsonNode look() throws Exception {
        try (Connection connection = DriverManager.getConnection(source);
                Statement statement = connection.createStatement();
                FerryProcess status = folder.command("status", "--json").start()) {
            // Until it has looked: while it starts, seconds may go by.
            while (status.runs()) {
                statement.executeUpdate("UPDATE customers SET phone = '" + changes++ + "' WHERE customer_id = 'C1'");
                status.awaitEnd(Duration.ofMillis(500));
            }
            return status.await(PATIENCE).assertExit(0).json();
        }
    }

    private static List<String> reasons(JsonNode status) {
        return status.path("rejectedBy").findValuesAsText("reason");
    }
}
