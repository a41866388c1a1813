package org.dataferry.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.dataferry.acceptance.harness.ConfiguredMigration;
import org.dataferry.acceptance.harness.FerryFolder;
import org.dataferry.acceptance.harness.FerryProcess;
import org.dataferry.acceptance.harness.FerryResult;
import org.dataferry.acceptance.harness.FerryServers;
import org.dataferry.acceptance.harness.RunningMigration;
import org.dataferry.acceptance.harness.TradingCompany;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** The ledger in PostgreSQL: what analysts find there, and that it is the same again whatever becomes of who makes it. */
@ExtendWith(RunningMigration.Shared.class)
final class LedgerIT {

    private static final int ROWS = 200;
    private static final int KILLS = 3;
    private static final long SEED = Long.getLong("ferry.seed", System.nanoTime());
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** Two customers whose names do not fit, three orders that wait for them, and one that names nobody. */
    private static final String DIRT = """
            ALTER TABLE customers ALTER COLUMN company_name TYPE text;
            INSERT INTO customers (customer_id, company_name) VALUES ('LONG', repeat('x', 300)), ('LONGER', repeat('y', 400));
            INSERT INTO orders (order_id, customer_id, freight) VALUES (900001, 'LONG', 1.5), (900002, 'LONG', 2.5),
                (900003, 'LONGER', 3), (900004, 'NOBODY', 4);
            """;

    private String ledger = "";

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path directory;

    @Test
    void tellsAnalystsWhatBecameOfEveryRowAndIsTheSameWhenMadeAnew() throws Exception {
        System.out.println("seed " + SEED);
        FerryFolder folder = FerryFolder.copyOfExample("northwind", directory.resolve("northwind"));
        Path dump = new TradingCompany(new Random(SEED), ROWS).copyDump(directory.resolve("company.sql"));
        Files.writeString(dump, DIRT, StandardOpenOption.APPEND);
        FerryServers servers = FerryServers.of(
                folder.command("up", "--json").run().assertExit(0).json());
        ledger = servers.ledgerJdbc();
        try {
            JsonNode run = folder.command("run", "--source-sql", dump.toString(), "--until-caught-up", "--json")
                    .run()
                    .assertExit(3)
                    .json();
            folder.command("ledger", "--until-caught-up", "--json").run().assertExit(0);

            sumsAreThoseOfTheRun(run);
            assertThat(folder.command("status", "--json")
                            .run()
                            .assertExit(0)
                            .json()
                            .path("ledgerBehind")
                            .asLong(-1))
                    .isZero();
            analystsFindRows();
            analystsChangeNothing();

            Map<String, List<String>> before = contents();
            killedWhileItIsMadeAnew(folder);
            folder.command("ledger", "--until-caught-up", "--json").run().assertExit(0);
            assertThat(contents()).isEqualTo(before);
        } finally {
            folder.command("down").run().assertExit(0);
        }
    }

    @Test
    void neitherHoldsUpNorEndsARunWhileItsDatabaseIsAway(RunningMigration shared) throws Exception {
        ConfiguredMigration migration =
                new ConfiguredMigration(shared, "ledgerless", directory.resolve("ledgerless")).ledgerAt(1);

        FerryResult run = migration.command("run", "--until-caught-up").run().assertExit(0);

        assertThat(run.err().lines().filter(line -> line.contains("the ledger waits")))
                .hasSize(1);
    }

    @Test
    void endsNoRunWhenItsServerDies() throws Exception {
        System.out.println("seed " + SEED);
        FerryFolder folder = FerryFolder.copyOfExample("northwind", directory.resolve("northwind"));
        Path dump = new TradingCompany(new Random(SEED), ROWS).copyDump(directory.resolve("company.sql"));
        try (FerryProcess run =
                folder.command("run", "--source-sql", dump.toString()).start()) {
            run.awaitLine("running; Ctrl-C", PATIENCE);

            killLedgerServer(folder);
            // More than a look at the servers takes.
            run.awaitEnd(Duration.ofSeconds(5));

            assertThat(run.runs()).isTrue();
            run.stop();
        } finally {
            folder.command("down").run().assertExit(0);
        }
    }

    private static void killLedgerServer(FerryFolder folder) throws Exception {
        List<Path> found;
        try (Stream<Path> files = Files.walk(folder.directory().resolve(".ferry/servers/ledger"))) {
            found = files.filter(file -> file.endsWith("postmaster.pid")).toList();
        }
        assertThat(found).hasSize(1);
        long postmaster =
                Long.parseLong(Files.readAllLines(found.getFirst()).getFirst().strip());
        ProcessHandle server = ProcessHandle.of(postmaster).orElseThrow();
        server.descendants().forEach(ProcessHandle::destroyForcibly);
        server.destroyForcibly();
        server.onExit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    private void sumsAreThoseOfTheRun(JsonNode run) throws SQLException {
        List<String> expected = new ArrayList<>();
        for (JsonNode entity : run.path("entities")) {
            if (entity.path("announced").asLong() > 0) {
                List<String> sum = new ArrayList<>(List.of(entity.path("entity").asText()));
                for (String part : List.of(
                        "announced",
                        "applied",
                        "alreadyApplied",
                        "skipped",
                        "parked",
                        "deferred",
                        "bounced",
                        "rejected",
                        "inFlight",
                        "rows",
                        "rejectedRows")) {
                    sum.add(Long.toString(entity.path(part).asLong()));
                }
                expected.add(String.join("|", sum));
            }
        }
        assertThat(analyst("SELECT s.entity, announced, applied, already_applied, skipped, parked, deferred, bounced,"
                        + " rejected, in_flight, s.rows, coalesce((SELECT sum(g.rows) FROM ferry.error_group g"
                        + " WHERE g.entity = s.entity AND g.kind <> 'WAITING'), 0) FROM ferry.sums s"))
                .containsExactlyInAnyOrderElementsOf(expected);
    }

    private void analystsFindRows() throws SQLException {
        assertThat(
                        analyst(
                                "SELECT entity, reason, kind, rows, held, root FROM ferry.error_group ORDER BY held DESC, entity"))
                .containsExactly(
                        "account|VALUE_TOO_LONG|DATA_FAULT|2|3|2 account rows VALUE_TOO_LONG hold 3 rows",
                        "ferry_order|ORPHAN|DATA_FAULT|1|0|1 ferry_order row ORPHAN");
        assertThat(analyst("SELECT source_key, reason, held FROM ferry.account_error ORDER BY source_key"))
                .containsExactly("LONG|VALUE_TOO_LONG|2", "LONGER|VALUE_TOO_LONG|1");
        assertThat(analyst("SELECT source_key, waits_for FROM ferry.ferry_order_parked ORDER BY source_key"))
                .containsExactly(
                        "900001|waits for account of public.customers LONG, which was refused: VALUE_TOO_LONG",
                        "900002|waits for account of public.customers LONG, which was refused: VALUE_TOO_LONG",
                        "900003|waits for account of public.customers LONGER, which was refused: VALUE_TOO_LONG");
        assertThat(analyst(
                        "SELECT action, processing, in_target, last_outcome, last_reason, target_image->>'name' IS NOT NULL"
                                + " FROM ferry.account WHERE source_table = 'public.customers' AND source_key = 'C1'"))
                .containsExactly("I|success|PRESENT|APPLIED|CREATED|t");
        assertThat(analyst("SELECT count(*) FROM ferry.account_success"))
                .isEqualTo(analyst(
                        "SELECT rows FROM ferry.target_image WHERE entity = 'account' AND column_name IS NULL"));
        assertThat(
                        analyst(
                                "SELECT count(*) FROM ferry.account a JOIN ferry.account b USING (guid) WHERE a.row_id <> b.row_id"))
                .containsExactly("0");
    }

    private void analystsChangeNothing() {
        for (String sql : List.of(
                "DELETE FROM ferry.write",
                "UPDATE ferry.account SET guid = NULL",
                "SELECT * FROM ferry.row",
                "CREATE TABLE ferry.mine (a int)")) {
            assertThatThrownBy(() -> analyst(sql)).as(sql).isInstanceOf(SQLException.class);
        }
    }

    private void killedWhileItIsMadeAnew(FerryFolder folder) throws Exception {
        Random random = new Random(SEED);
        // Small batches, so that most kills come between two of them.
        folder.edit(
                "migration.yaml",
                "migration: northwind",
                "migration: northwind\nlimits: { ledger: { batchSize: 20 } }");
        for (int kill = 0; kill < KILLS; kill++) {
            try (FerryProcess making = kill == 0
                    ? folder.command("ledger", "--rebuild").start()
                    : folder.command("ledger").start()) {
                making.awaitLine("kept up to date", PATIENCE);
                making.awaitEnd(Duration.ofMillis(random.nextInt(1_500)));
                making.kill();
            }
        }
    }

    /** Everything but offsets of the ends of transactions, which a reader may or may not have passed. */
    private Map<String, List<String>> contents() throws SQLException {
        Map<String, List<String>> contents = new TreeMap<>();
        for (String table : query(ledger, "SELECT tablename FROM pg_tables WHERE schemaname = 'ferry'")) {
            if (!table.equals("progress")) {
                contents.put(
                        table,
                        query(ledger, "SELECT t::text FROM ferry." + table + " t ORDER BY t::text COLLATE \"C\""));
            }
        }
        assertThat(contents.get("row")).hasSizeGreaterThan(ROWS / 2);
        return contents;
    }

    private List<String> analyst(String sql) throws SQLException {
        return query(ledger, "SET ROLE ferry_analyst", sql);
    }

    /** Rows of the last statement as texts, values with a bar between them. */
    private static List<String> query(String jdbc, String... statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection(jdbc);
                Statement statement = connection.createStatement()) {
            List<String> texts = new ArrayList<>();
            for (String sql : statements) {
                if (statement.execute(sql)) {
                    try (ResultSet rows = statement.getResultSet()) {
                        while (rows.next()) {
                            List<String> values = new ArrayList<>();
                            for (int column = 1; column <= rows.getMetaData().getColumnCount(); column++) {
                                values.add(String.valueOf(rows.getString(column)));
                            }
                            texts.add(String.join("|", values));
                        }
                    }
                }
            }
            return texts;
        }
    }
}
