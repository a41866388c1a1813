package org.dataferry.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.dataferry.acceptance.harness.ConfiguredMigration;
import org.dataferry.acceptance.harness.FerryProcess;
import org.dataferry.acceptance.harness.FerryResult;
import org.dataferry.acceptance.harness.RunningMigration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A database that gives no log is read by JDBC; and how far the first load of one that does is, another process sees. */
@ExtendWith(RunningMigration.Shared.class)
final class JdbcDumpsIT {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Set<String> MAPPINGS =
            Set.of("ferry_region.yaml", "ferry_territory.yaml", "ferry_shipper.yaml");
    private static final String DATABASE = "old_application";

    private ConfiguredMigration migration;
    private String jdbc;

    @Test
    void readingsMoveTablesAndASuspiciousOneIsSeenAndAccepted(RunningMigration shared, @TempDir Path directory)
            throws Exception {
        database(shared, 40);
        migration = migration(shared, "jdbc-dumps", directory).without("target");
        migration
                .with("source", """
                source:
                  name: old
                  dumps:
                    jdbc: %s
                    tables:
                      region: { key: [region_id], jdbc: {} }
                      shippers: { key: [shipper_id], jdbc: { table: carriers }, deletedPercent: 20 }
                      territories:
                        key: [territory_id]
                        jdbc:
                          query: |
                            SELECT t.territory_id, t.territory_description, r.region_id
                            FROM places t JOIN region r ON r.region_description = t.region;
                          every: 1s
                """.formatted(migration.database(shared, DATABASE)))
                .with("more", "target: { prefix: ferry }");

        assertThat(ferry("ingest", "--table", "region", "--jdbc")
                        .json()
                        .path("verdict")
                        .asText())
                .isEqualTo("ACCEPTED");
        ferry("ingest", "--table", "shippers", "--jdbc");
        // Territories are read by the run itself.
        ferry("run", "--until-caught-up");
        assertThat(verified()).containsExactlyInAnyOrder("ferry_region 4", "ferry_shipper 40", "ferry_territory 20");

        sql(
                "DELETE FROM carriers WHERE shipper_id > 20",
                "UPDATE places SET region = 'West' WHERE territory_id = 't1'");
        JsonNode refused = migration
                .command("ingest", "--table", "shippers", "--jdbc", "--json")
                .run()
                .assertExit(3)
                .json();
        assertThat(refused.path("findings").findValuesAsText("kind")).containsExactly("DELETES");

        JsonNode waiting = ferry("status").json().at("/sources/0/waitingDumps/0");
        assertThat(waiting.path("table").asText()).isEqualTo("public.shippers");
        assertThat(waiting.at("/counts/deleted").asInt()).isEqualTo(20);
        assertThat(migration.command("status").run().assertExit(0).out())
                .contains("ALARM: a dump of public.shippers waits since");

        String command = waiting.path("command").asText();
        assertThat(command).startsWith("ferry ingest ").endsWith(" --accept");
        assertThat(waiting.path("file").asText()).isSubstringOf(command);
        ferry("ingest", "--table", "shippers", "--file", waiting.path("file").asText(), "--accept");
        ferry("run", "--until-caught-up");

        JsonNode none = ferry("status").json().at("/sources/0/waitingDumps");
        assertThat(none.isArray() && none.isEmpty()).as("%s", none).isTrue();
        assertThat(verified()).containsExactlyInAnyOrder("ferry_region 4", "ferry_shipper 20", "ferry_territory 20");
    }

    @Test
    void anotherProcessSeesHowFarTheFirstLoadIs(RunningMigration shared, @TempDir Path directory) throws Exception {
        database(shared, 3_000);
        migration = migration(shared, "slow-load", directory)
                .without("target")
                .with("more", "target: { prefix: ferry }")
                .with("limits", "limits: { capture: { snapshot: { rowsPerSecond: 100 } } }");
        migration.with("source", "source: { name: old, postgres: " + migration.database(shared, DATABASE) + " }");
        sql(
                "ALTER TABLE carriers RENAME TO shippers",
                "CREATE TABLE territories AS SELECT t.territory_id, t.territory_description, r.region_id FROM places t"
                        + " JOIN region r ON r.region_description = t.region",
                "ALTER TABLE territories ADD PRIMARY KEY (territory_id)");
        try (FerryProcess run = migration.command("run").start()) {
            JsonNode status = await(found -> !found.at("/sources/0/snapshot").isNull());

            JsonNode snapshot = status.at("/sources/0/snapshot");
            assertThat(snapshot.path("share").asDouble()).isBetween(0.0, 1.0);
            assertThat(snapshot.path("tables").findValuesAsText("table"))
                    .containsExactlyInAnyOrder("public.region", "public.shippers", "public.territories");
            assertThat(migration.command("status").run().assertExit(0).out()).contains("source: reads all rows:");

            run.awaitLine("running; Ctrl-C", PATIENCE);
            await(found -> found.at("/sources/0/snapshot").isNull());
            run.stop();
        }
        sql("SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE database = current_database()");
    }

    @AfterEach
    void stop() throws Exception {
        migration.command("down").run();
    }

    private static ConfiguredMigration migration(RunningMigration shared, String name, Path directory)
            throws Exception {
        ConfiguredMigration migration = new ConfiguredMigration(shared, name, directory);
        try (Stream<Path> mappings = Files.list(directory.resolve("mappings"))) {
            for (Path mapping : mappings.toList()) {
                if (!MAPPINGS.contains(mapping.getFileName().toString())) {
                    Files.delete(mapping);
                }
            }
        }
        return migration;
    }

    private void database(RunningMigration shared, int carriers) throws SQLException {
        jdbc = shared.servers().sourceJdbc();
        sql("DROP DATABASE IF EXISTS " + DATABASE, "CREATE DATABASE " + DATABASE);
        jdbc = jdbc.replaceFirst("/[^/?]+\\?", "/" + DATABASE + "?");
        sql(
                "CREATE TABLE region (region_id int PRIMARY KEY, region_description text)",
                "INSERT INTO region VALUES (1, 'East'), (2, 'West'), (3, 'North'), (4, 'South')",
                "CREATE TABLE carriers (shipper_id int PRIMARY KEY, company_name text, phone text)",
                "INSERT INTO carriers SELECT i, 'Carrier ' || i, NULLIF(i::text, '1') FROM generate_series(1, "
                        + carriers + ") i",
                "CREATE TABLE places (territory_id text PRIMARY KEY, territory_description text, region text)",
                "INSERT INTO places SELECT 't' || i, 'Place ' || i, 'East' FROM generate_series(1, 20) i");
    }

    private void sql(String... statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection(jdbc);
                Statement statement = connection.createStatement()) {
            for (String each : statements) {
                statement.execute(each);
            }
        }
    }

    private FerryResult ferry(String command, String... options) throws InterruptedException {
        return migration
                .command(
                        command,
                        Stream.concat(Stream.of(options), Stream.of("--json")).toArray(String[]::new))
                .run()
                .assertExit(0);
    }

    /** What source and target agree on, row by row: entities with their numbers of rows. */
    private List<String> verified() throws InterruptedException {
        List<String> entities = new ArrayList<>();
        ferry("verify").json().path("entities").forEach(entity -> {
            assertThat(entity.path("mismatched").asLong()).isZero();
            entities.add(entity.path("entity").asText() + " "
                    + entity.path("matched").asLong());
        });
        return entities;
    }

    private JsonNode await(Predicate<JsonNode> wanted) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            FerryResult status = migration.command("status", "--json").run();
            if (status.exitCode() == 0 && wanted.test(status.json())) {
                return status.json();
            }
            assertThat(System.nanoTime()).as("%s", status.out()).isLessThan(deadline);
        }
    }
}
