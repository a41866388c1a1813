package org.dataferry.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.dataferry.acceptance.harness.ConfiguredMigration;
import org.dataferry.acceptance.harness.FerryProcess;
import org.dataferry.acceptance.harness.RunningMigration;
import org.dataferry.acceptance.read.DataverseReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A database that is restarted does not end a sync of weeks: what changes after it is back is in the target soon. */
@ExtendWith(RunningMigration.Shared.class)
final class SourceAwayIT {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration LOOK = Duration.ofMillis(100);

    @Test
    void goesOnWhenTheSourceIsBack(RunningMigration shared, @TempDir Path directory) throws Exception {
        // given a run on servers that are not its own
        ConfiguredMigration migration = new ConfiguredMigration(shared, "away", directory);
        DataverseReader target = DataverseReader.ofEmulator(shared.servers().dataverse());
        try (FerryProcess run = migration.command("run").start()) {
            run.awaitLine("running; Ctrl-C", PATIENCE);
            insert(shared, "AWAY1");
            await(target, "AWAY1");

            // when
            Path record = shared.folder().state().resolve("servers/source/server.json");
            long pid = new ObjectMapper()
                    .readTree(record.toFile())
                    .findValue("pid")
                    .asLong();
            ProcessHandle postgres = ProcessHandle.of(pid).orElseThrow();
            postgres.destroyForcibly();
            postgres.onExit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            shared.folder().command("up").run().assertExit(0);
            insert(shared, "AWAY2");

            // then
            await(target, "AWAY2");
            assertThat(run.runs()).as("the run goes on").isTrue();
        }
        // The shared migration's own run must find what it missed, too.
        shared.folder().command("run", "--until-caught-up").run().assertExit(0);
    }

    private static void insert(RunningMigration shared, String id) throws Exception {
        try (Connection source = DriverManager.getConnection(shared.servers().sourceJdbc());
                Statement statement = source.createStatement()) {
            statement.executeUpdate("INSERT INTO customers (customer_id, company_name) VALUES ('" + id + "', 'Away')");
        }
    }

    private static void await(DataverseReader target, String id) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (target.rowsWhere("accounts", "accountnumber eq '" + id + "'").isEmpty()) {
            assertThat(System.nanoTime())
                    .as("%s in the target within %s", id, PATIENCE)
                    .isLessThan(deadline);
            Thread.sleep(LOOK);
        }
    }
}
