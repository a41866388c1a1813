package org.dataferry.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.dataferry.acceptance.guarantee.LedgerBalances;
import org.dataferry.acceptance.guarantee.OneOutcomePerWrite;
import org.dataferry.acceptance.harness.FerryFolder;
import org.dataferry.acceptance.harness.FerryProcess;
import org.dataferry.acceptance.harness.FerryResult;
import org.dataferry.acceptance.harness.FerryServers;
import org.dataferry.acceptance.read.DataverseReader;
import org.dataferry.acceptance.read.MigrationLog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two companies become one: their databases have tables of the same names, a third source gives dumps, rows of both merge, and
 * rows of one source name rows of the others.
 */
final class SourcesIT {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration LOOK = Duration.ofMillis(200);

    private static final String SETTINGS = """
            migration: merger
            sources:
              - name: erp
              - name: crm
              - name: hr
                dumps: { folder: dumps, tables: { staff: { file: "staff*.csv", key: [id] } } }
            target: { prefix: ferry }
            """;

    private static final Map<String, String> MAPPINGS =
            Map.of("erp-customers.yaml", """
            entity: contact
            from: erp/customer
            columns: { lastname: name, emailaddress1: email }
            merge: { rule: by-email, key: emailaddress1, prefer: [erp/customer, crm/customer] }
            """, "crm-customers.yaml", """
            entity: contact
            from: crm/public.customer
            columns: { lastname: name, emailaddress1: email, telephone1: phone }
            merge: { rule: by-email, key: emailaddress1 }
            """, "staff.yaml", """
            entity: ferry_staff
            from: hr/staff
            table: { displayName: Staff, displayCollectionName: Staff, primaryName: ferry_name }
            columns: { ferry_name: { column: name, type: text(100) } }
            """, "tickets.yaml", """
            entity: ferry_ticket
            from: crm/ticket
            table: { displayName: Ticket, displayCollectionName: Tickets, primaryName: ferry_name }
            columns: { ferry_name: { column: title, type: text(100) } }
            lookups:
              ferry_customerid: { to: contact, from: erp/customer, by: customer_id, type: lookup, label: Customer }
              ferry_staffid: { to: ferry_staff, by: staff_id, type: lookup, label: Staff }
            """);

    private static final String CUSTOMERS =
            "CREATE TABLE customer (id integer PRIMARY KEY, name text, email text, phone text)";

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path directory;

    private final Map<String, String> jdbc = new HashMap<>();

    @Test
    void tablesOfOneNameRowsThatMergeAndLookupsGoAcrossSources() throws Exception {
        FerryFolder folder = folder();
        JsonNode up = folder.command("up", "--json").run().assertExit(0).json();
        FerryServers servers = FerryServers.of(up);
        up.at("/endpoints/sources")
                .properties()
                .forEach(source -> jdbc.put(source.getKey(), source.getValue().asText()));
        try {
            sql(
                    "erp",
                    CUSTOMERS,
                    "INSERT INTO customer VALUES (1, 'Ann', 'ann@x.org', NULL), (2, 'Bob', 'bob@x.org', NULL)");
            sql(
                    "crm",
                    CUSTOMERS,
                    "INSERT INTO customer VALUES (1, 'Anna', 'ann@x.org', '123'), (2, 'Cy', 'cy@x.org', '9')",
                    "CREATE TABLE ticket (id integer PRIMARY KEY, title text, customer_id integer, staff_id integer)",
                    "INSERT INTO ticket VALUES (1, 'broken', 1, 7), (2, 'late', 2, 8)");
            dump("staff-1.csv", "id,name", "7,Kim", "8,Lee");

            // when all is moved for the first time
            folder.command("run", "--until-caught-up", "--json").run().assertExit(0);

            // then rows of one key are two, those of one address are one, and each lookup names what its source says
            DataverseReader target = DataverseReader.ofEmulator(servers.dataverse());
            assertThat(contacts(target)).containsExactlyInAnyOrder("Ann 123", "Bob null", "Cy 9");
            assertThat(tickets(target)).isEqualTo(Map.of("broken", "Ann Kim", "late", "Bob Lee"));
            assertVerified(folder);

            try (FerryProcess run = folder.command("run").start()) {
                run.awaitLine("running; Ctrl-C", PATIENCE);
                // when a row waits for one of another source, which comes later, and both others change too
                sql(
                        "crm",
                        "INSERT INTO ticket VALUES (3, 'new', 3, 9)",
                        "UPDATE ticket SET customer_id = 2 WHERE id = 1",
                        "UPDATE customer SET phone = '1' WHERE id = 1");
                dump("staff-2.csv", "id,name", "7,Kim", "8,Leonie", "9,Max");
                sql(
                        "erp",
                        "DELETE FROM customer WHERE id = 1",
                        "INSERT INTO customer VALUES (3, 'Di', 'di@x.org', NULL)");
                await(() -> tickets(target).getOrDefault("new", "").equals("Di Max"));
                await(() -> contacts(target).contains("Anna 1"));

                // then the status tells the sources apart, and a segment is of one table of one source
                JsonNode status =
                        folder.command("status", "--json").run().assertExit(0).json();
                assertThat(status.path("sources"))
                        .map(source -> source.path("name").asText())
                        .containsExactly("erp", "crm", "hr");
                assertThat(status.at("/sources/1/log/slot/active").asBoolean()).isTrue();
                assertThat(status.at("/lag/seconds").isNumber()).isTrue();
                JsonNode replayed = folder.command(
                                "replay", "--entity", "contact", "--table", "crm/public.customer", "--json")
                        .run()
                        .assertExit(0)
                        .json();
                assertThat(replayed.path("selected").asInt()).isEqualTo(2);
                run.stop();
            }
            assertThat(contacts(target)).containsExactlyInAnyOrder("Anna 1", "Bob null", "Cy 9", "Di null");
            assertVerified(folder);
            new LedgerBalances(folder.command("status", "--json")
                            .run()
                            .assertExit(0)
                            .json())
                    .assertHolds();
            try (MigrationLog log = new MigrationLog(servers.kafka(), servers.registry(), "merger")) {
                new OneOutcomePerWrite(log).assertHolds();
            }
            folder.command("ledger", "--until-caught-up", "--json").run().assertExit(0);
            assertThat(told(servers, "SELECT DISTINCT source_table FROM ferry.contact WHERE source_table IS NOT NULL"))
                    .containsExactlyInAnyOrder("erp/public.customer", "crm/public.customer");
            assertRebuilt(folder, contacts(target));
            assertMistakesAreNamed(folder);
        } finally {
            folder.command("down").run().assertExit(0);
        }
    }

    /** From the log alone, with no capture to tell where it ends at any of the sources. */
    private static void assertRebuilt(FerryFolder folder, List<String> contacts) throws Exception {
        JsonNode rebuilt = folder.command("rebuild", "--number", "2", "--until-caught-up", "--json")
                .run()
                .assertExit(0)
                .json();
        new LedgerBalances(rebuilt).assertHolds();
        FerryServers kept = FerryServers.of(folder.command("up", "--rebuild", "2", "--json")
                .run()
                .assertExit(0)
                .json());
        assertThat(contacts(DataverseReader.ofEmulator(kept.dataverse())))
                .containsExactlyInAnyOrderElementsOf(contacts);
    }

    private static void assertMistakesAreNamed(FerryFolder folder) throws Exception {
        assertThat(refused(folder, "ingest", "--table", "staff", "--file", "x.csv"))
                .contains("does not say of which source", "erp, crm, hr");
        assertThat(refused(folder, "ingest", "--table", "erp/customer", "--file", "x.csv"))
                .contains("source erp has no dumps");
        assertThat(refused(folder, "run", "--resnapshot", "--why", "test"))
                .contains("--source with one of erp, crm, hr");
        assertThat(refused(folder, "drift", "--resnapshot", "hr/staff", "--why", "test"))
                .contains("gives dumps");
        assertThat(refused(folder, "rebuild", "--number", "2", "--as-of", "0/1"))
                .contains("give a time");
        folder.edit("mappings/tickets.yaml", "from: crm/ticket", "from: ticket");
        assertThat(refused(folder, "prepare")).contains("tickets.yaml", "does not say of which source");
        folder.edit("mappings/tickets.yaml", "from: ticket", "from: erp/ticket");
        assertThat(refused(folder, "prepare")).contains("tickets.yaml", "source erp has no table 'erp/ticket'");
    }

    private static String refused(FerryFolder folder, String command, String... options) throws Exception {
        FerryResult result = folder.command(command, options).run().assertExit(2);
        return result.out() + result.err();
    }

    private static void assertVerified(FerryFolder folder) throws Exception {
        JsonNode verified =
                folder.command("verify", "--json").run().assertExit(0).json();
        assertThat(verified.path("verdict").asText()).isEqualTo("matched");
        verified.path("entities")
                .forEach(entity -> assertThat(entity.path("matched").asInt())
                        .as("%s", entity)
                        .isPositive());
    }

    private FerryFolder folder() throws IOException {
        Path folder = Files.createDirectories(directory.resolve("merger"));
        Files.createDirectories(folder.resolve("mappings"));
        Files.createDirectories(folder.resolve("dumps"));
        FerryFolder ferry = new FerryFolder(folder);
        ferry.write("migration.yaml", SETTINGS);
        MAPPINGS.forEach((file, yaml) -> ferry.write("mappings/" + file, yaml));
        return ferry;
    }

    private void dump(String name, String... lines) throws IOException {
        Files.writeString(directory.resolve("merger/dumps").resolve(name), String.join("\n", lines) + "\n");
    }

    private void sql(String source, String... statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection(jdbc.get(source));
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private static List<String> told(FerryServers servers, String sql) throws SQLException {
        List<String> lines = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection(servers.ledgerJdbc());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                lines.add(rows.getString(1));
            }
        }
        return lines;
    }

    private static List<String> contacts(DataverseReader target) throws InterruptedException {
        return target.rows("contacts", List.of("lastname", "telephone1")).stream()
                .map(row -> row.path("lastname").asText() + " "
                        + row.path("telephone1").asText())
                .toList();
    }

    /** By ticket, the names of its customer and of whom it is given to. */
    private static Map<String, String> tickets(DataverseReader target) throws InterruptedException {
        Map<String, String> names = new HashMap<>();
        target.rows("contacts", List.of("contactid", "lastname"))
                .forEach(row -> names.put(
                        row.path("contactid").asText(), row.path("lastname").asText()));
        target.rows("ferry_staffs", List.of("ferry_staffid", "ferry_name"))
                .forEach(row -> names.put(
                        row.path("ferry_staffid").asText(),
                        row.path("ferry_name").asText()));
        Map<String, String> tickets = new TreeMap<>();
        target.rows("ferry_tickets", List.of("ferry_name", "_ferry_customerid_value", "_ferry_staffid_value"))
                .forEach(row -> tickets.put(
                        row.path("ferry_name").asText(),
                        names.get(row.path("_ferry_customerid_value").asText()) + " "
                                + names.get(row.path("_ferry_staffid_value").asText())));
        return tickets;
    }

    private interface Reached {
        boolean now() throws InterruptedException;
    }

    private static void await(Reached reached) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!reached.now()) {
            assertThat(System.nanoTime()).as("patience").isLessThan(end);
            Thread.sleep(LOOK);
        }
    }
}
