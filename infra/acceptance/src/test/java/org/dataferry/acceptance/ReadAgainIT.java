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
import java.util.Set;
import java.util.stream.Stream;
import org.dataferry.acceptance.guarantee.LedgerBalances;
import org.dataferry.acceptance.harness.FerryFolder;
import org.dataferry.acceptance.harness.FerryProcess;
import org.dataferry.acceptance.harness.FerryResult;
import org.dataferry.acceptance.harness.FerryServers;
import org.dataferry.acceptance.harness.PaperOffice;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * While a run goes on, rows of one table are read again that went past the log, and the target is as the source. The table has no
 * primary key, but columns that stand for one.
 */
final class ReadAgainIT {

    private static final Duration START_PATIENCE = Duration.ofMinutes(2);
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private static final String DUMP = """
            CREATE TABLE papers (title varchar(40), sheet integer NOT NULL, binder varchar(10) NOT NULL);
            ALTER TABLE papers REPLICA IDENTITY FULL;
            CREATE TABLE people (id integer PRIMARY KEY, name varchar(40));
            INSERT INTO papers SELECT 'paper ' || n, n, 'A' FROM generate_series(1, 4) n;
            INSERT INTO people VALUES (1, 'Ann');
            """;

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path directory;

    private FerryServers servers;
    private PaperOffice office;

    @Test
    void whatWentPastTheLogComesToTheTargetOnceItIsReadAgain() throws Exception {
        FerryFolder folder = folder();
        String dump = Files.writeString(directory.resolve("papers.sql"), DUMP).toString();
        servers = FerryServers.of(
                folder.command("up", "--json").run().assertExit(0).json());
        office = new PaperOffice(servers);
        try {
            folder.command("run", "--source-sql", dump, "--until-caught-up")
                    .run()
                    .assertExit(0);
            try (FerryProcess run = folder.command("run").start()) {
                run.awaitLine("running; Ctrl-C", START_PATIENCE);
                office.source("UPDATE papers SET binder = 'B', title = 'moved' WHERE sheet = 1");
                office.await(Set.of("moved", "paper 2", "paper 3", "paper 4"));
                pastTheLog(
                        "DELETE FROM papers WHERE sheet = 2",
                        "UPDATE papers SET title = 'renamed' WHERE sheet = 3",
                        "INSERT INTO papers VALUES ('new', 9, 'A')");

                FerryResult stopped = again(folder, "too few").assertExit(3);
                assertThat(stopped.out())
                        .contains("1 of 4 rows would be deleted, which is more than 5 %", "--accept-deletes 1");
                FerryResult within = again(folder, "one", "--where", "binder = 'A' AND sheet >= 3")
                        .assertExit(0);
                assertThat(within.out())
                        .contains("public.papers read again: done, 1 to insert, 1 to change, 0 to delete");
                office.await(Set.of("moved", "paper 2", "renamed", "paper 4", "new"));

                FerryResult all = again(folder, "all", "--accept-deletes", "1").assertExit(0);
                assertThat(all.out()).contains("0 to insert, 0 to change, 1 to delete");
                office.await(Set.of("moved", "renamed", "paper 4", "new"));
                assertThat(again(folder, "wrong", "--where", "color = 'red'")
                                .assertExit(1)
                                .out())
                        .contains("column \"color\" does not exist");
                run.awaitLine("public.papers read again: 0 to insert, 0 to change, 1 to delete", PATIENCE);
                run.stop();
            }
            JsonNode drift =
                    folder.command("drift", "--json").run().assertExit(0).json();
            assertThat(drift.path("events"))
                    .extracting(event -> event.path("what").asText())
                    .containsExactly(
                            "RESNAPSHOT_ASKED",
                            "RESNAPSHOT_COUNTED",
                            "RESNAPSHOT_STOPPED",
                            "RESNAPSHOT_ASKED",
                            "RESNAPSHOT_COUNTED",
                            "RESNAPSHOT_PUBLISHED",
                            "RESNAPSHOT_ASKED",
                            "RESNAPSHOT_COUNTED",
                            "RESNAPSHOT_PUBLISHED",
                            "RESNAPSHOT_ASKED",
                            "RESNAPSHOT_FAILED");
            folder.command("verify").run().assertExit(0);
            new LedgerBalances(folder.command("status", "--json")
                            .run()
                            .assertExit(0)
                            .json())
                    .assertHolds();
        } finally {
            folder.command("down").run().assertExit(0);
        }
    }

    private FerryResult again(FerryFolder folder, String why, String... more) throws InterruptedException {
        String[] options = Stream.concat(Stream.of("--resnapshot", "public.papers", "--why", why), Stream.of(more))
                .toArray(String[]::new);
        return folder.command("drift", options).run();
    }

    private FerryFolder folder() throws IOException {
        FerryFolder folder = PaperOffice.folder(directory);
        folder.edit("migration.yaml", "source:\n", "source:\n  tables: { public.papers: { key: [binder, sheet] } }\n");
        return folder;
    }

    /** The publication leaves the table out for so long. */
    private void pastTheLog(String... statements) throws SQLException {
        String publication;
        try (Connection connection = DriverManager.getConnection(servers.sourceJdbc());
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT quote_ident(pubname) FROM pg_publication")) {
            row.next();
            publication = row.getString(1);
        }
        office.source("ALTER PUBLICATION " + publication + " DROP TABLE papers");
        office.source(statements);
        office.source("ALTER PUBLICATION " + publication + " ADD TABLE papers");
    }
}
