package org.dataferry.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import org.dataferry.acceptance.harness.ConfiguredMigration;
import org.dataferry.acceptance.harness.FerryCommand;
import org.dataferry.acceptance.harness.FerryFolder;
import org.dataferry.acceptance.harness.FerryResult;
import org.dataferry.acceptance.harness.FerryServers;
import org.dataferry.acceptance.harness.RunningMigration;
import org.dataferry.acceptance.read.MigrationLog;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What people get wrong: one clear message each, an exit code that says whose move it is, and nothing half-done. */
@ExtendWith(RunningMigration.Shared.class)
final class MistakesIT {

    private static final int FAILED = 1;
    private static final int USAGE = 2;
    private static final int REFUSED = 3;

    private final RunningMigration shared;
    private ConfiguredMigration migration;
    private FerryFolder folder;

    MistakesIT(RunningMigration shared) {
        this.shared = shared;
    }

    @BeforeEach
    void configure(@TempDir Path directory) {
        migration = new ConfiguredMigration(shared, "mistakes", directory);
        folder = migration.folder();
    }

    @AfterEach
    void nothingIsHalfDone() {
        assertThat(folder.processes()).as("processes left").isEmpty();
        try (MigrationLog log =
                new MigrationLog(shared.servers().kafka(), shared.servers().registry(), "mistakes")) {
            assertThat(log.topics())
                    .as("topics of a migration that never began")
                    .isEmpty();
        }
    }

    @Test
    void tellsOfAFolderThatIsNotThere(@TempDir Path directory) throws Exception {
        FerryResult result = new FerryFolder(directory.resolve("nowhere"))
                .command("run", "--json")
                .run();

        assertMistake(result, USAGE, "nowhere", "is not a directory");
    }

    @Test
    void tellsOfAFieldThatItDoesNotKnow() throws Exception {
        FerryCommand run = migration.command("run", "--json");
        folder.edit("migration.yaml", "migration: mistakes", "migration: mistakes\npartitons: 4");

        assertMistake(run.run(), USAGE, "migration.yaml, line 2", "partitons", "did you mean 'partitions'");
    }

    @Test
    void tellsOfAWrongPasswordOfTheSource() throws Exception {
        assertMistake(migration.wrongSourcePassword().command("run", "--json").run(), USAGE, "password", "user");
    }

    @Test
    void tellsOfASourceThatIsDown() throws Exception {
        assertMistake(
                migration.sourceAt(closedPort()).command("run", "--json").run(),
                FAILED,
                "127.0.0.1",
                "can't be reached");
    }

    @Test
    void tellsOfAWrongClientSecret() throws Exception {
        assertMistake(
                migration.wrongClientSecret().command("run", "--json").run(),
                USAGE,
                "11111111-1111-1111-1111-111111111111",
                "/oauth2/v2.0/token");
    }

    @Test
    void tellsOfASourceColumnThatIsNotThere() throws Exception {
        folder.edit("mappings/account.yaml", "company_name", "compny_name");

        assertMistake(
                migration.command("run", "--json").run(), USAGE, "account.yaml, line ", "compny_name", "company_name");
    }

    @Test
    void tellsOfATableThatIsNotThere() throws Exception {
        folder.edit("mappings/account.yaml", "public.customers", "public.custmers");

        assertMistake(
                migration.command("run", "--json").run(),
                USAGE,
                "account.yaml, line ",
                "the source has no table 'public.custmers'",
                "public.customers");
    }

    @Test
    void tellsOfATableWithoutAKey() throws Exception {
        folder.edit("mappings/account.yaml", "public.customers", "public.keyless");
        try (Connection source = DriverManager.getConnection(shared.servers().sourceJdbc());
                Statement statement = source.createStatement()) {
            statement.execute("CREATE TABLE keyless AS SELECT * FROM customers LIMIT 1");
            try {
                FerryResult result = migration.command("run", "--json").run();

                assertThat(result.json().path("error").asText())
                        .as(result.toString())
                        .contains("public.keyless has no primary key", "add one");
            } finally {
                statement.execute("DROP TABLE keyless");
            }
        }
    }

    @Test
    void tellsOfATypeThatDoesNotFit() throws Exception {
        folder.edit("mappings/ferry_order.yaml", "{ column: freight, ", "{ column: ship_name, ");

        assertMistake(
                migration.command("run", "--json").run(), USAGE, "ferry_order.yaml, line ", "ferry_freight", "text");
    }

    @Test
    void tellsOfAnExpressionThatIsWrong() throws Exception {
        folder.edit("mappings/ferry_order.yaml", "string(order_id)", "string(order_id) + 1");

        assertMistake(migration.command("run", "--json").run(), USAGE, "ferry_order.yaml, line ", "ferry_name");
    }

    @Test
    void tellsOfAnOptionTableThatContradictsItself() throws Exception {
        folder.edit("reference/options.csv", "Dr.,100000003", "Mr.,100000003");

        assertMistake(
                migration.command("run", "--json").run(),
                USAGE,
                "reference/options.csv, line 5, target_value",
                "'Mr.'",
                "reference/options.csv, line 2");
    }

    /** The mapping declares the choice, so prepare would add the option; whether it is a slip, the person sees there. */
    @Test
    void tellsOfAnOptionThatTheTargetDoesNotHave() throws Exception {
        folder.edit("reference/options.csv", "Dr.,100000003", "Dr.,7");

        assertMistake(migration.command("run", "--json").run(), REFUSED, "the target is not ready", "ferry prepare");

        FerryResult shown = migration.command("prepare").run();
        assertThat(shown.out()).as(shown.toString()).contains("add option 7 (", "ferry_courtesy of contact");
    }

    @Test
    void tellsOfARebuildOfWhatNeverRan() throws Exception {
        String target = "http://127.0.0.1:" + closedPort();

        assertMistake(
                migration
                        .command("rebuild", "--number", "2", "--target", target, "--json")
                        .run(),
                REFUSED,
                "has not come to the end of its first load");
    }

    @Test
    void tellsOfARebuildIntoTheTargetOfTheRun() throws Exception {
        String target = shared.servers().dataverse().toString();

        assertMistake(
                migration
                        .command("rebuild", "--number", "2", "--target", target, "--json")
                        .run(),
                REFUSED,
                target,
                "overwrite");
    }

    @Test
    void tellsOfAPortThatIsTaken() throws Exception {
        // given
        migration.without("ledger");
        FerryServers servers = FerryServers.of(
                migration.command("up", "--json").run().assertExit(0).json());
        migration.command("down").run().assertExit(0);
        int port = Integer.parseInt(servers.ledgerJdbc().replaceFirst("^jdbc:postgresql://[^:]+:(\\d+)/.*", "$1"));

        // when
        try (ServerSocket taken = new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1"))) {
            assertThat(taken.isBound()).isTrue();
            assertMistake(migration.command("up", "--json").run(), USAGE, "ledger", Integer.toString(port));
        }
    }

    private static void assertMistake(FerryResult result, int exitCode, String... parts) {
        result.assertExit(exitCode);
        String message = result.json().path("error").asText();
        assertThat(message).as(result.toString()).contains(parts);
        assertThat(result.err())
                .as("a message, and no trace")
                .contains("ferry: ")
                .doesNotContain("\tat ");
    }

    private static int closedPort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            return free.getLocalPort();
        }
    }
}
