package org.dataferry.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.dataferry.acceptance.harness.DataverseEditor;
import org.dataferry.acceptance.harness.FerryFolder;
import org.dataferry.acceptance.harness.FerryProcess;
import org.dataferry.acceptance.harness.FerryServers;
import org.dataferry.acceptance.read.DataverseReader;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** What {@code ferry verify} finds of what somebody has changed in the target, and that it finds nothing else. */
final class VerifyIT {

    private static final Duration START_PATIENCE = Duration.ofMinutes(2);

    private static final String DUMP = """
            CREATE TABLE customers (id varchar(8) PRIMARY KEY, name varchar(60) NOT NULL, credit numeric(12,2), rating real,
                weight double precision, since date, seen timestamptz, local timestamp, vip boolean, staff integer, note text,
                closed boolean NOT NULL);
            CREATE TABLE employees (id integer PRIMARY KEY, name varchar(40), boss integer);
            CREATE TABLE orders (id integer PRIMARY KEY, customer varchar(8), employee integer, total numeric(10,2));
            CREATE TABLE lines (order_id integer, product char(4), amount integer, PRIMARY KEY (order_id, product));
            CREATE TABLE regions (code varchar(10) PRIMARY KEY, name varchar(40));
            CREATE TABLE employee_regions (employee integer, region varchar(10), PRIMARY KEY (employee, region));
            INSERT INTO customers SELECT 'C' || n, 'Customer ' || n, n * 1.5, n / 3.0, n / 7.0, date '2020-01-01' + n,
                timestamptz '2020-01-01 12:34:56.789+02' + n * interval '1 hour', timestamp '2020-01-01 12:34:56' + n * interval '1 day',
                n % 2 = 0, n, CASE WHEN n % 3 = 0 THEN '' WHEN n % 3 = 1 THEN E'Zürich\\n"東京"' END, n % 10 = 0
              FROM generate_series(1, 300) n;
            INSERT INTO customers (id, name, closed) VALUES ('C301', 'Test', false);
            INSERT INTO employees SELECT n, 'Employee ' || n, nullif(n / 2, 0) FROM generate_series(1, 20) n;
            INSERT INTO orders SELECT n, 'C' || 1 + n % 300, 1 + n % 20, n * 0.25 FROM generate_series(1, 1000) n;
            INSERT INTO orders VALUES (1001, NULL, NULL, NULL);
            INSERT INTO lines SELECT n, 'P' || m, n + m FROM generate_series(1, 200) n, generate_series(1, 3) m;
            INSERT INTO regions SELECT 'R' || n, 'Region ' || n FROM generate_series(1, 5) n;
            INSERT INTO employee_regions SELECT e, 'R' || r FROM generate_series(1, 20) e, generate_series(1, 5) r
              WHERE (e + r) % 2 = 0;
            """;

    private static final Map<String, String> MAPPINGS = Map.of(
            "customers.yaml",
            """
            entity: account
            from: public.customers
            filter: "name != 'Test'"
            delete: deactivate
            columns:
              name: name
              accountnumber: id
              creditlimit: credit
              description: note
              ferry_rating: { column: rating, type: decimal(4) }
              ferry_weight: { column: weight, type: double }
              ferry_since: { column: since, type: date }
              ferry_seen: { column: seen, type: datetime(userLocal) }
              ferry_local: { column: local, type: datetime(timeZoneIndependent) }
              ferry_vip: { column: vip, type: boolean }
              ferry_staff: { column: staff, type: whole }
              ferry_kind: { constant: "moved", type: text(10) }
            state: { state: { cel: "closed ? 1 : 0" } }
            """,
            "employees.yaml",
            """
            entity: contact
            from: public.employees
            columns: { lastname: name, employeeid: { cel: string(id) } }
            lookups:
              ferry_bossid: { to: contact, by: boss, type: lookup, label: Boss }
            """,
            "orders.yaml",
            """
            entity: ferry_order
            from: public.orders
            table: { displayName: Order, displayCollectionName: Orders, primaryName: ferry_name }
            columns:
              ferry_name: { cel: string(id), type: text(100) }
              ferry_total: { column: total, type: decimal(2) }
            lookups:
              ferry_customerid: { to: account, by: customer, type: lookup, label: Customer }
              ferry_employeeid: { to: contact, by: employee, type: lookup, label: Employee }
            """,
            "lines.yaml",
            """
            entity: ferry_line
            from: public.lines
            table: { displayName: Line, displayCollectionName: Lines, primaryName: ferry_name }
            columns:
              ferry_name: { cel: "string(order_id) + '-' + product", type: text(100) }
              ferry_amount: { column: amount, type: whole }
            lookups:
              ferry_orderid: { to: ferry_order, by: order_id, type: lookup, label: Order }
            """,
            "regions.yaml",
            """
            entity: ferry_region
            from: public.regions
            table: { displayName: Region, displayCollectionName: Regions, primaryName: ferry_name }
            columns: { ferry_name: { column: name, type: text(100) } }
            """,
            "employee-regions.yaml",
            """
            relationship: ferry_employee_region
            from: public.employee_regions
            first: { to: contact, by: employee }
            second: { to: ferry_region, by: region }
            create: true
            """);

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path directory;

    @Test
    void findsEachDifferenceThatWasPlantedAndNothingElse() throws Exception {
        // given
        FerryFolder folder = folder();
        String dump = Files.writeString(directory.resolve("company.sql"), DUMP).toString();
        FerryServers servers = FerryServers.of(
                folder.command("up", "--json").run().assertExit(0).json());
        try {
            folder.command("run", "--source-sql", dump, "--until-caught-up", "--json")
                    .run()
                    .assertExit(0);
            assertMatches(folder.command("verify", "--json").run().assertExit(0).json());

            // when
            plant(servers);

            // then
            JsonNode different =
                    folder.command("verify", "--json").run().assertExit(3).json();
            assertThat(different.path("verdict").asText()).isEqualTo("different");
            assertThat(different.path("running").asBoolean()).isFalse();
            assertThat(found(different)).isEqualTo(planted("unexpected account null null[]"));
            different.path("differences").forEach(one -> {
                if (!one.path("row").isNull()) {
                    assertThat(one.path("log").asText()).as("%s", one).contains("so it was changed since");
                }
            });
            assertThat(swapped(different))
                    .containsExactly("account of public.customers C11", "account of public.customers C12");
            JsonNode withOthers = folder.command("verify", "--allow-others", "--json")
                    .run()
                    .assertExit(3)
                    .json();
            assertThat(found(withOthers)).isEqualTo(planted());
            folder.command("verify", "--entity", "contact", "--entity", "ferry_line")
                    .run()
                    .assertExit(0);
            String text = folder.command("verify", "--entity", "ferry_employee_region")
                    .run()
                    .assertExit(3)
                    .out();
            assertThat(text).contains("verdict: different", "public.employee_regions 7,R3", "missing");

            // and while a run goes on and the source does not stand still
            try (FerryProcess run = folder.command("run").start()) {
                run.awaitLine("running; Ctrl-C", START_PATIENCE);
                JsonNode busy = verifiedWhileChanging(folder, servers);
                assertThat(busy.path("running").asBoolean()).isTrue();
                assertThat(found(busy)).isEqualTo(planted("unexpected account null null[]"));
                run.stop();
            }
        } finally {
            folder.command("down").run().assertExit(0);
        }
    }

    private FerryFolder folder() throws IOException {
        FerryFolder folder = new FerryFolder(directory.resolve("company"));
        Files.createDirectories(folder.directory().resolve("mappings"));
        folder.write("migration.yaml", """
                migration: company
                partitions: 4
                source: { name: erp }
                target: { prefix: ferry }
                limits: { verify: { fetchSize: 100, pageSize: 70 } }
                """);
        MAPPINGS.forEach((file, yaml) -> folder.write("mappings/" + file, yaml));
        return folder;
    }

    private static void assertMatches(JsonNode document) {
        assertThat(document.path("verdict").asText()).as("%s", document).isEqualTo("matched");
        assertThat(document.path("differences")).isEmpty();
        Map<String, Integer> rows = Map.of(
                "account", 300,
                "contact", 20,
                "ferry_order", 1_001,
                "ferry_line", 600,
                "ferry_region", 5,
                "ferry_employee_region", 50);
        assertThat(document.path("entities")).hasSize(rows.size());
        for (JsonNode entity : document.path("entities")) {
            for (String count : List.of("source", "target", "matched")) {
                assertThat(entity.path(count).asInt())
                        .as("%s", entity)
                        .isEqualTo(rows.get(entity.path("entity").asText()));
            }
            assertThat(entity.path("sourceChecksum")).isEqualTo(entity.path("targetChecksum"));
        }
        assertThat(document.path("entities").path(0).path("filtered").asInt()).isEqualTo(1);
    }

    /** A wrong value, a missing row, an extra row, a swapped lookup, a lost link. */
    private static void plant(FerryServers servers) throws InterruptedException {
        DataverseReader reader = DataverseReader.ofEmulator(servers.dataverse());
        DataverseEditor editor = new DataverseEditor(servers.dataverse());
        String account = id(reader, "accounts", "accountnumber eq 'C5'", "accountid");
        editor.update("accounts(" + account + ")", "{\"creditlimit\": 7.51}");
        editor.delete("ferry_orders(" + id(reader, "ferry_orders", "ferry_name eq '777'", "ferry_orderid") + ")");
        editor.create("accounts", "{\"name\": \"Somebody else's\"}");
        String one = id(reader, "accounts", "accountnumber eq 'C11'", "accountid");
        String other = id(reader, "accounts", "accountnumber eq 'C12'", "accountid");
        bind(editor, id(reader, "ferry_orders", "ferry_name eq '10'", "ferry_orderid"), other);
        bind(editor, id(reader, "ferry_orders", "ferry_name eq '11'", "ferry_orderid"), one);
        String contact = id(reader, "contacts", "employeeid eq '7'", "contactid");
        String region = id(reader, "ferry_regions", "ferry_name eq 'Region 3'", "ferry_regionid");
        editor.delete("contacts(" + contact + ")/ferry_employee_region(" + region + ")/$ref");
    }

    private static void bind(DataverseEditor editor, String order, String account) throws InterruptedException {
        editor.update(
                "ferry_orders(" + order + ")", "{\"ferry_customerid@odata.bind\": \"/accounts(" + account + ")\"}");
    }

    private static String id(DataverseReader reader, String entitySet, String filter, String idColumn)
            throws InterruptedException {
        List<JsonNode> rows = reader.rowsWhere(entitySet, filter);
        assertThat(rows).as(filter).hasSize(1);
        return rows.getFirst().path(idColumn).asText();
    }

    private static Set<String> planted(String... more) {
        Set<String> planted = new TreeSet<>(Set.of(
                "mismatched account public.customers C5[creditlimit]",
                "missing ferry_order public.orders 777[]",
                "mismatched ferry_order public.orders 10[ferry_customerid]",
                "mismatched ferry_order public.orders 11[ferry_customerid]",
                "missing ferry_employee_region public.employee_regions 7,R3[]"));
        planted.addAll(List.of(more));
        return planted;
    }

    /** Each difference as kind, entity, source row and fields; what is counted must be listed. */
    private static Set<String> found(JsonNode document) {
        Set<String> found = new TreeSet<>();
        for (JsonNode one : document.path("differences")) {
            Set<String> fields = new TreeSet<>();
            one.path("fields").forEach(field -> fields.add(field.path("field").asText()));
            found.add(one.path("kind").asText() + " " + one.path("entity").asText() + " "
                    + one.path("table").asText() + " " + one.path("key").asText() + fields);
        }
        long counted = 0;
        for (JsonNode entity : document.path("entities")) {
            counted += entity.path("mismatched").asLong()
                    + entity.path("missing").asLong()
                    + entity.path("unexpected").asLong();
        }
        assertThat(counted)
                .as("%s", document)
                .isEqualTo(document.path("differences").size());
        return found;
    }

    /** What the source says of the two orders whose customers were swapped, by order. */
    private static Set<String> swapped(JsonNode document) {
        Set<String> values = new TreeSet<>();
        document.path("differences")
                .forEach(one -> one.path("fields").forEach(field -> {
                    if (field.path("field").asText().equals("ferry_customerid")) {
                        values.add(field.path("source").asText());
                    }
                }));
        return values;
    }

    private static JsonNode verifiedWhileChanging(FerryFolder folder, FerryServers servers) throws Exception {
        AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        AtomicBoolean done = new AtomicBoolean();
        Thread writer = Thread.ofPlatform().start(() -> {
            try {
                change(servers, done);
            } catch (SQLException | RuntimeException failed) {
                failure.set(failed);
            }
        });
        try {
            return folder.command("verify", "--json").run().assertExit(3).json();
        } finally {
            done.set(true);
            writer.join();
            assertThat(failure.get()).isNull();
        }
    }

    /** Rows come, change and go, but none of those that were planted. */
    private static void change(FerryServers servers, AtomicBoolean done) throws SQLException {
        try (Connection connection = DriverManager.getConnection(servers.sourceJdbc());
                Statement statement = connection.createStatement()) {
            for (int n = 0; !done.get(); n++) {
                statement.executeUpdate(
                        "UPDATE customers SET name = 'Changed " + n + "' WHERE id = 'C" + (100 + n % 150) + "'");
                statement.executeUpdate(
                        "INSERT INTO orders VALUES (" + (5_000 + n) + ", 'C" + (1 + n % 4) + "', 3, 1.5)");
                statement.executeUpdate("DELETE FROM orders WHERE id = " + (5_000 + n - 40));
                statement.executeUpdate("DELETE FROM employee_regions WHERE employee = 1 AND region = 'R1'");
                statement.executeUpdate("INSERT INTO employee_regions VALUES (1, 'R1')");
                statement.executeQuery("SELECT pg_sleep(0.02)").close();
            }
        }
    }
}
