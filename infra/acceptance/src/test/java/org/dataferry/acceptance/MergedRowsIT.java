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
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.dataferry.acceptance.guarantee.LedgerBalances;
import org.dataferry.acceptance.guarantee.OneOutcomePerWrite;
import org.dataferry.acceptance.harness.FerryFolder;
import org.dataferry.acceptance.harness.FerryProcess;
import org.dataferry.acceptance.harness.FerryServers;
import org.dataferry.acceptance.read.DataverseReader;
import org.dataferry.acceptance.read.MigrationLog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** People and guests are one contact for each e-mail address, and bookings follow the people that they name. */
final class MergedRowsIT {

    private static final Duration START_PATIENCE = Duration.ofMinutes(2);
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Duration LOOK = Duration.ofMillis(100);

    private static final String DUMP = """
            CREATE TABLE people (id integer PRIMARY KEY, name varchar(40), email varchar(60), phone varchar(20));
            CREATE TABLE guests (id integer PRIMARY KEY, mail varchar(60), city varchar(40));
            CREATE TABLE bookings (id integer PRIMARY KEY, person_id integer);
            INSERT INTO people VALUES (1, 'Ann', 'ann@x.org', NULL), (2, 'Anna', 'Ann@X.org ', '123'),
                (3, 'Bob', NULL, NULL), (4, 'Bob', NULL, '9');
            INSERT INTO guests VALUES (1, 'ann@x.org', 'Oslo'), (2, 'cy@x.org', 'Rome');
            INSERT INTO bookings VALUES (1, 1), (2, 2), (3, 3);
            """;

    private static final String REFUSED_DUMP = """
            CREATE TABLE people (id integer PRIMARY KEY, name varchar(40), email varchar(60), phone varchar(20));
            CREATE TABLE guests (id integer PRIMARY KEY, mail varchar(60), city varchar(40));
            CREATE TABLE bookings (id integer PRIMARY KEY, person_id integer);
            INSERT INTO people VALUES (1, 'Ann', 'ann@x.org', '12'), (2, 'Anna', 'ann@x.org', '1-2'),
                (3, 'Bob', 'bob@x.org', 'n/a');
            """;

    private static final Map<String, String> MAPPINGS =
            Map.of("people.yaml", """
            entity: contact
            from: public.people
            columns: { lastname: name, emailaddress1: { cel: "email == null ? null : lower(trim(email))" }, telephone1: phone }
            merge: { rule: by-email, key: emailaddress1, prefer: [people, guests] }
            """, "guests.yaml", """
            entity: contact
            from: public.guests
            columns: { lastname: mail, emailaddress1: mail, address1_city: city }
            merge: { rule: by-email, key: { cel: "mail == null ? null : lower(trim(mail))" } }
            """, "bookings.yaml", """
            entity: ferry_booking
            from: public.bookings
            table: { displayName: Booking, displayCollectionName: Bookings, primaryName: ferry_name }
            columns: { ferry_name: { cel: string(id), type: text(100) } }
            lookups:
              ferry_personid: { to: contact, from: public.people, by: person_id, type: lookup, label: Person }
            """);

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path directory;

    @Test
    void rowsMergeAndPartAndWhoNamesThemFollows() throws Exception {
        FerryFolder folder = folder();
        String dump = Files.writeString(directory.resolve("people.sql"), DUMP).toString();
        FerryServers servers = FerryServers.of(
                folder.command("up", "--json").run().assertExit(0).json());
        try {
            folder.command("run", "--source-sql", dump, "--until-caught-up", "--json")
                    .run()
                    .assertExit(0);
            DataverseReader target = DataverseReader.ofEmulator(servers.dataverse());
            assertThat(contacts(target))
                    .containsExactlyInAnyOrder(
                            "Ann, ann@x.org, 123, Oslo",
                            "Bob, null, null, null",
                            "Bob, null, 9, null",
                            "cy@x.org, cy@x.org, null, Rome");
            assertThat(people(target)).isEqualTo(Map.of("1", "Ann", "2", "Ann", "3", "Bob"));

            try (FerryProcess run = folder.command("run").start()) {
                run.awaitLine("running; Ctrl-C", START_PATIENCE);
                change(servers, "UPDATE people SET email = 'bob@x.org' WHERE id IN (2, 3)");
                await(() -> people(target).equals(Map.of("1", "Ann", "2", "Anna", "3", "Anna")));
                change(
                        servers,
                        "DELETE FROM bookings WHERE id = 1",
                        "DELETE FROM people WHERE id = 1",
                        "DELETE FROM guests WHERE id = 2");
                await(() -> contacts(target).size() == 3);
                run.stop();
            }
            assertThat(contacts(target))
                    .containsExactlyInAnyOrder(
                            "ann@x.org, ann@x.org, null, Oslo", "Anna, bob@x.org, 123, null", "Bob, null, 9, null");
            JsonNode verified =
                    folder.command("verify", "--json").run().assertExit(0).json();
            assertThat(verified.at("/entities/0/matched").asInt())
                    .as("contacts")
                    .isEqualTo(3);
            JsonNode status =
                    folder.command("status", "--json").run().assertExit(0).json();
            new LedgerBalances(status).assertHolds();
            try (MigrationLog log = new MigrationLog(servers.kafka(), servers.registry(), "northwind")) {
                new OneOutcomePerWrite(log).assertHolds();
            }
        } finally {
            folder.command("down").run().assertExit(0);
        }
    }

    @Test
    void refusedRowsThatAReplayMergesAreRefusedNoMoreAndThePastIsRebuiltWithThem() throws Exception {
        // given two of three people refused, as their phones are no numbers
        FerryFolder folder = folder();
        folder.edit("mappings/people.yaml", "telephone1: phone", "telephone1: { cel: string(int(phone)) }");
        String dump =
                Files.writeString(directory.resolve("people.sql"), REFUSED_DUMP).toString();
        FerryServers servers = FerryServers.of(
                folder.command("up", "--json").run().assertExit(0).json());
        try {
            folder.command("run", "--source-sql", dump, "--until-caught-up", "--json")
                    .run()
                    .assertExit(3);
            assertThat(refused(folder)).isEqualTo(2);
            Instant past = Instant.now();
            folder.edit("mappings/people.yaml", "telephone1: { cel: string(int(phone)) }", "telephone1: phone");

            // when the mapping is corrected, and they are replayed while the source changes
            try (FerryProcess run = folder.command("run").start()) {
                run.awaitLine("running; Ctrl-C", START_PATIENCE);
                JsonNode replayed = folder.command("replay", "--rejected", "--json")
                        .run()
                        .assertExit(0)
                        .json();
                assertThat(replayed.path("selected").asInt()).isEqualTo(2);
                change(servers, "UPDATE people SET name = 'Later' WHERE id = 3");
                DataverseReader target = DataverseReader.ofEmulator(servers.dataverse());
                await(() -> contacts(target).contains("Later, bob@x.org, n/a, null"));
                assertThat(contacts(target))
                        .contains("Ann, ann@x.org, 12, null")
                        .hasSize(2);
                run.stop();
            }

            // then nothing is refused, whoever is asked, and the sum holds
            assertThat(refused(folder)).isZero();
            JsonNode status =
                    folder.command("status", "--json").run().assertExit(0).json();
            new LedgerBalances(status).assertHolds();
            folder.command("ledger", "--until-caught-up", "--json").run().assertExit(0);
            assertThat(told(servers, "SELECT reason FROM ferry.error_group")).isEmpty();
            assertThat(told(servers, "SELECT fence_id FROM ferry.imbalance")).isEmpty();
            assertThat(told(servers, "SELECT balanced FROM ferry.fence_check WHERE entity = 'contact'"))
                    .isNotEmpty()
                    .containsOnly("t");

            // and a rebuild of the past has the rows as they were then, by the mapping as it is now
            JsonNode rebuilt = folder.command(
                            "rebuild", "--number", "2", "--as-of", past.toString(), "--until-caught-up", "--json")
                    .run()
                    .assertExit(0)
                    .json();
            assertThat(rebuilt.path("asOf").asText()).isEqualTo(past.toString());
            FerryServers kept = FerryServers.of(folder.command("up", "--rebuild", "2", "--json")
                    .run()
                    .assertExit(0)
                    .json());
            assertThat(contacts(DataverseReader.ofEmulator(kept.dataverse())))
                    .containsExactlyInAnyOrder("Ann, ann@x.org, 12, null", "Bob, bob@x.org, n/a, null");
            folder.command("rebuild", "--number", "2", "--as-of", "0/1").run().assertExit(3);
        } finally {
            folder.command("down").run().assertExit(0);
        }
    }

    private static int refused(FerryFolder folder) throws Exception {
        JsonNode status = folder.command("status", "--json").run().assertExit(0).json();
        int rows = 0;
        for (JsonNode entity : status.path("entities")) {
            rows += entity.path("rejectedRows").asInt();
        }
        return rows;
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

    private FerryFolder folder() throws IOException {
        FerryFolder folder = FerryFolder.copyOfExample("northwind", directory.resolve("merged"));
        try (Stream<Path> examples = Files.list(folder.directory().resolve("mappings"))) {
            for (Path example : examples.toList()) {
                Files.delete(example);
            }
        }
        MAPPINGS.forEach((file, yaml) -> folder.write("mappings/" + file, yaml));
        return folder;
    }

    private static void change(FerryServers servers, String... statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection(servers.sourceJdbc());
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.executeUpdate(sql);
            }
        }
    }

    private static List<String> contacts(DataverseReader target) {
        return rows(target, "contacts", List.of("lastname", "emailaddress1", "telephone1", "address1_city")).stream()
                .map(row -> String.join(
                        ", ",
                        row.path("lastname").asText(),
                        row.path("emailaddress1").asText(),
                        row.path("telephone1").asText(),
                        row.path("address1_city").asText()))
                .toList();
    }

    /** By booking, the name of the person. */
    private static Map<String, String> people(DataverseReader target) {
        Map<String, String> names = new TreeMap<>();
        rows(target, "contacts", List.of("contactid", "lastname"))
                .forEach(contact -> names.put(
                        contact.path("contactid").asText(),
                        contact.path("lastname").asText()));
        Map<String, String> people = new TreeMap<>();
        rows(target, "ferry_bookings", List.of("ferry_name", "_ferry_personid_value"))
                .forEach(booking -> people.put(
                        booking.path("ferry_name").asText(),
                        names.get(booking.path("_ferry_personid_value").asText())));
        return people;
    }

    private static List<JsonNode> rows(DataverseReader target, String entitySet, List<String> columns) {
        try {
            return target.rows(entitySet, columns);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
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
