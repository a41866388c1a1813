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
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.dataferry.acceptance.guarantee.LedgerBalances;
import org.dataferry.acceptance.guarantee.OneOutcomePerWrite;
import org.dataferry.acceptance.harness.DataverseEditor;
import org.dataferry.acceptance.harness.FerryFolder;
import org.dataferry.acceptance.harness.FerryProcess;
import org.dataferry.acceptance.harness.FerryServers;
import org.dataferry.acceptance.read.DataverseReader;
import org.dataferry.acceptance.read.MigrationLog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** A target with rows that others made, and in which people go on working. */
final class ExistingRowsIT {

    private static final Duration START_PATIENCE = Duration.ofMinutes(2);
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Duration LOOK = Duration.ofMillis(100);

    /** Of 40 customers 30 are accounts of the target by now, beside 20 that are no customers. */
    private static final int CUSTOMERS = 40;

    private static final int KNOWN = 30;
    private static final int OTHERS = 20;

    private static final Set<String> DELETED_BY_SOMEBODY =
            Set.of("r account erp public customers ia2", "r contact erp public people ia3");

    private static final Map<String, String> MAPPINGS = Map.of("account.yaml", """
            entity: account
            from: public.customers
            columns: { name: name, accountnumber: number }
            adopt: { by: [accountnumber] }
            changed: keep
            """, "contact.yaml", """
            entity: contact
            from: public.people
            columns: { lastname: name }
            changed: report
            lost: report
            """);

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path directory;

    @Test
    void adoptsRowsOfOthersAndLeavesWhatPeopleChange() throws Exception {
        FerryFolder folder = folder();
        FerryServers servers = FerryServers.of(
                folder.command("up", "--json").run().assertExit(0).json());
        try {
            DataverseReader target = DataverseReader.ofEmulator(servers.dataverse());
            DataverseEditor somebody = new DataverseEditor(servers.dataverse()).asSomebodyElse();
            fill(servers, somebody);

            refusesToBeginWhileItCannotTellTheRows(folder, target, somebody);
            adopts(folder, servers, target);
            leavesWhatPeopleChange(folder, servers, target, somebody);

            JsonNode status =
                    folder.command("status", "--json").run().assertExit(0).json();
            new LedgerBalances(status).assertHolds();
            namesWhatWasKept(folder);
            try (MigrationLog log = new MigrationLog(servers.kafka(), servers.registry(), "northwind")) {
                new OneOutcomePerWrite(log, DELETED_BY_SOMEBODY).assertHolds();
            }
        } finally {
            folder.command("down").run().assertExit(0);
        }
    }

    private static void fill(FerryServers servers, DataverseEditor somebody) throws Exception {
        change(
                servers,
                "CREATE TABLE customers (id integer PRIMARY KEY, number varchar(10), name varchar(40))",
                "CREATE TABLE people (id integer PRIMARY KEY, name varchar(40))",
                "INSERT INTO customers SELECT i, 'C-' || i, 'new ' || i FROM generate_series(1, " + CUSTOMERS + ") i",
                "INSERT INTO people VALUES (1, 'Ann'), (2, 'Bo')");
        for (int i = 1; i <= KNOWN; i++) {
            somebody.create("accounts", account("C-" + i, "old " + i));
        }
        for (int i = 1; i <= OTHERS; i++) {
            somebody.create("accounts", account("X-" + i, "other " + i));
        }
        somebody.create("accounts", account("C-7", "twin of 7"));
    }

    private static void refusesToBeginWhileItCannotTellTheRows(
            FerryFolder folder, DataverseReader target, DataverseEditor somebody) throws Exception {
        JsonNode unclear =
                folder.command("prepare", "--json").run().assertExit(3).json().at("/adoption/0");
        assertThat(unclear.path("adopted").asInt()).isEqualTo(KNOWN - 1);
        assertThat(unclear.path("ambiguous").asInt()).isEqualTo(1);
        assertThat(unclear.at("/examples/0").asText())
                .isEqualTo("accountnumber C-7 (1 at the source, several in the target)");
        folder.command("run", "--until-caught-up", "--json").run().assertExit(3);
        assertThat(target.rows("contacts", List.of("lastname")))
                .as("nothing has begun")
                .isEmpty();

        somebody.delete(address(target, "twin of 7"));
        JsonNode clear =
                folder.command("prepare", "--json").run().assertExit(0).json().at("/adoption/0");
        assertThat(clear.path("adopted").asInt()).isEqualTo(KNOWN);
        assertThat(clear.path("ambiguous").asInt()).isZero();
        assertThat(clear.path("withoutCounterpart").asInt()).isEqualTo(CUSTOMERS - KNOWN);
    }

    private static void adopts(FerryFolder folder, FerryServers servers, DataverseReader target) throws Exception {
        Map<String, String> idsBefore = by(target, "accountnumber", "accountid");

        folder.command("run", "--until-caught-up", "--json").run().assertExit(0);

        Map<String, String> names = by(target, "accountnumber", "name");
        assertThat(target.rows("accounts", List.of("accountnumber")))
                .as("no number is there twice")
                .hasSize(CUSTOMERS + OTHERS)
                .hasSameSizeAs(names.keySet());
        IntStream.rangeClosed(1, CUSTOMERS).forEach(i -> assertThat(names).containsEntry("C-" + i, "new " + i));
        IntStream.rangeClosed(1, OTHERS).forEach(i -> assertThat(names).containsEntry("X-" + i, "other " + i));
        assertThat(by(target, "accountnumber", "accountid")).containsAllEntriesOf(idsBefore);
        try (MigrationLog log = new MigrationLog(servers.kafka(), servers.registry(), "northwind")) {
            assertThat(texts(log, "g1.outcomes.account", "effect"))
                    .containsOnly(Map.entry("UPDATED", KNOWN), Map.entry("CREATED", CUSTOMERS - KNOWN));
            List<String> images = log.read("g1.before-images.account"::equals).stream()
                    .map(record -> decoded(log, record).toString())
                    .toList();
            assertThat(images).hasSize(KNOWN);
            IntStream.rangeClosed(1, KNOWN)
                    .forEach(i -> assertThat(images).anyMatch(image -> image.contains("\\\"old " + i + "\\\"")));
        }
    }

    private static void leavesWhatPeopleChange(
            FerryFolder folder, FerryServers servers, DataverseReader target, DataverseEditor somebody)
            throws Exception {
        try (FerryProcess run = folder.command("run").start()) {
            run.awaitLine("running; Ctrl-C", START_PATIENCE);
            somebody.update(address(target, "new 1"), "{\"name\":\"theirs\"}");
            somebody.delete(address(target, "new 2"));
            String ann = contact(target, "Ann");
            somebody.update(ann, "{\"lastname\":\"Anna\"}");

            change(
                    servers,
                    "UPDATE customers SET name = 'newer ' || id WHERE id <= 3",
                    "UPDATE people SET name = name || ' Lee'");

            await(() -> by(target, "accountnumber", "name").get("C-3").equals("newer 3"));
            await(() -> "newer 2".equals(by(target, "accountnumber", "name").get("C-2")));
            await(() -> rows(target, "contacts", "lastname").contains("Bo Lee"));
            await(() -> account(folder).path("kept").asInt() == 1);
            assertThat(by(target, "accountnumber", "name")).containsEntry("C-1", "theirs");
            assertThat(rows(target, "contacts", "lastname")).containsExactlyInAnyOrder("Anna", "Bo Lee");
            await(() -> reason(folder).equals("CHANGED_IN_TARGET"));

            folder.command("replay", "--entity", "contact", "--rejected", "--json")
                    .run()
                    .assertExit(0);

            await(() -> rows(target, "contacts", "lastname").contains("Ann Lee"));
            assertThat(by(target, "accountnumber", "name")).containsEntry("C-1", "theirs");
            reportsWhatPeopleRemove(folder, servers, target, somebody);
            run.stop();
        }
    }

    /** The change that finds the row removed is rejected, and the next one, which somebody may have made for that, writes it anew. */
    private static void reportsWhatPeopleRemove(
            FerryFolder folder, FerryServers servers, DataverseReader target, DataverseEditor somebody)
            throws Exception {
        change(servers, "INSERT INTO people VALUES (3, 'Cy')");
        await(() -> rows(target, "contacts", "lastname").contains("Cy"));
        somebody.delete(contact(target, "Cy"));

        change(servers, "UPDATE people SET name = 'Cy Lee' WHERE id = 3");
        await(() -> reason(folder).equals("ROW_LOST"));
        assertThat(rows(target, "contacts", "lastname")).containsExactlyInAnyOrder("Ann Lee", "Bo Lee");

        change(servers, "UPDATE people SET name = 'Cy Poe' WHERE id = 3");
        await(() -> rows(target, "contacts", "lastname").contains("Cy Poe"));
        await(() -> reason(folder).isEmpty());
    }

    private static void namesWhatWasKept(FerryFolder folder) throws Exception {
        JsonNode differences = folder.command("verify", "--allow-others", "--json")
                .run()
                .assertExit(3)
                .json()
                .path("differences");
        assertThat(differences).hasSize(1);
        assertThat(differences.at("/0/log").asText()).startsWith("KEPT at ");
        assertThat(differences.at("/0/fields").toString()).contains("theirs", "newer 1");
    }

    private FerryFolder folder() throws IOException {
        FerryFolder folder = FerryFolder.copyOfExample("northwind", directory.resolve("existing"));
        try (Stream<Path> examples = Files.list(folder.directory().resolve("mappings"))) {
            for (Path example : examples.toList()) {
                Files.delete(example);
            }
        }
        MAPPINGS.forEach((file, yaml) -> folder.write("mappings/" + file, yaml));
        return folder;
    }

    private static JsonNode account(FerryFolder folder) {
        return status(folder).at("/entities/0");
    }

    private static String reason(FerryFolder folder) {
        return status(folder).at("/rejectedBy/0/reason").asText();
    }

    private static JsonNode status(FerryFolder folder) {
        try {
            return folder.command("status", "--json").run().assertExit(0).json();
        } catch (InterruptedException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private static String account(String number, String name) {
        return "{\"accountnumber\":\"" + number + "\",\"name\":\"" + name + "\"}";
    }

    private static String address(DataverseReader target, String name) throws InterruptedException {
        return "accounts("
                + target.rowsWhere("accounts", "name eq '" + name + "'")
                        .getFirst()
                        .path("accountid")
                        .asText() + ")";
    }

    private static String contact(DataverseReader target, String name) throws InterruptedException {
        return "contacts("
                + target.rowsWhere("contacts", "lastname eq '" + name + "'")
                        .getFirst()
                        .path("contactid")
                        .asText() + ")";
    }

    private static Map<String, String> by(DataverseReader target, String key, String value) {
        Map<String, String> values = new TreeMap<>();
        try {
            target.rows("accounts", List.of(key, value))
                    .forEach(row ->
                            values.put(row.path(key).asText(), row.path(value).asText()));
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
        return values;
    }

    private static List<String> rows(DataverseReader target, String entitySet, String column) {
        try {
            return target.rows(entitySet, List.of(column)).stream()
                    .map(row -> row.path(column).asText())
                    .toList();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    /** How often each text of a field occurs in a topic. */
    private static Map<String, Integer> texts(MigrationLog log, String topic, String field) {
        Map<String, Integer> counts = new TreeMap<>();
        log.read(topic::equals)
                .forEach(record ->
                        counts.merge(String.valueOf(decoded(log, record).get(field)), 1, Integer::sum));
        return counts;
    }

    private static GenericRecord decoded(MigrationLog log, ConsumerRecord<String, byte[]> record) {
        try {
            return log.decode(record);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    private static void change(FerryServers servers, String... statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection(servers.sourceJdbc());
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.executeUpdate(sql);
            }
        }
    }

    private static void await(BooleanSupplier reached) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!reached.getAsBoolean()) {
            assertThat(System.nanoTime()).as("patience").isLessThan(end);
            Thread.sleep(LOOK);
        }
    }
}
