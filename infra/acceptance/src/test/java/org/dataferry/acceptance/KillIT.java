package org.dataferry.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Random;
import org.dataferry.acceptance.guarantee.Guarantee;
import org.dataferry.acceptance.harness.FerryCommand;
import org.dataferry.acceptance.harness.FerryFolder;
import org.dataferry.acceptance.harness.FerryProcess;
import org.dataferry.acceptance.harness.FerryServers;
import org.dataferry.acceptance.harness.TradingCompany;
import org.dataferry.acceptance.read.Witness;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code kill -9} of the command and all its servers at random moments of the first load, while the company goes on with its business; the
 * same command again each time.
 *
 * <p>The long form: {@code mvn verify -pl infra/acceptance -am -Dtest=none -Dsurefire.failIfNoSpecifiedTests=false
 * -Dit.test=KillIT -Dfailsafe.failIfNoSpecifiedTests=false -Dferry.kills=10 -Dferry.rows=100000}. A failure is repeated by
 * {@code -Dferry.seed=}, as far as the machine's own timing allows.
 */
final class KillIT {

    private static final int KILLS = Integer.getInteger("ferry.kills", 3);
    private static final int ROWS = Integer.getInteger("ferry.rows", 930);
    private static final long SEED = Long.getLong("ferry.seed", System.nanoTime());

    /** Until the first row is under way: servers start, and the target is prepared. */
    private static final Duration START_PATIENCE = Duration.ofMinutes(3);

    /** A thousand rows take about a second. */
    private static final Duration LOAD_PATIENCE = Duration.ofMinutes(5).plusMillis(10L * ROWS);

    /** A kill comes within this after the first row; so most of them hit the load, wherever it is. */
    private static final int LATEST_KILL_OF_LOAD_MILLIS = 3_000 + ROWS / 5;

    /** Of one kill in three: anywhere, also while servers start and the dump is loaded. */
    private static final int LATEST_KILL_OF_START_MILLIS = 15_000;

    private static final int TRANSACTIONS_WHILE_NOTHING_RUNS = 20;

    private final Random random = new Random(SEED);
    private final TradingCompany company = new TradingCompany(random, ROWS);
    private String sourceJdbc = "";
    private int transactions;

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path directory;

    @Test
    void losesNothingAndDoublesNothingWhenKilledDuringTheFirstLoad() throws Exception {
        // given
        System.out.println("seed " + SEED + ", " + KILLS + " kills, " + ROWS + " rows");
        FerryFolder folder = FerryFolder.copyOfExample("northwind", directory.resolve("northwind"));
        String dump = company.copyDump(directory.resolve("company.sql")).toString();
        FerryCommand run = folder.command("run", "--source-sql", dump, "--until-caught-up", "--json");

        // when
        for (int kill = 1; kill <= KILLS; kill++) {
            killDuring(run.start(), kill);
            if (kill == 1) {
                servers(folder);
                for (int i = 0; i < TRANSACTIONS_WHILE_NOTHING_RUNS; i++) {
                    business();
                }
            }
        }
        FerryServers servers = servers(folder);

        // then
        try {
            JsonNode status = run.run(LOAD_PATIENCE).assertExit(0).json();
            System.out.println(transactions + " transactions between; " + status.path("entities"));
            try (Witness witness = Witness.ofNorthwind(
                    servers.sourceJdbc(), servers.kafka(), servers.registry(), servers.dataverse())) {
                Guarantee.assertAllHold(witness, status);
            }
        } finally {
            folder.command("down").run().assertExit(0);
        }
    }

    private void killDuring(FerryProcess run, int kill) throws Exception {
        boolean anywhere = kill % 3 == 1;
        if (!anywhere) {
            run.awaitLine(" captured, ", START_PATIENCE);
        }
        int wait = random.nextInt(anywhere ? LATEST_KILL_OF_START_MILLIS : LATEST_KILL_OF_LOAD_MILLIS);
        long end = System.nanoTime() + Duration.ofMillis(wait).toNanos();
        while (System.nanoTime() < end && run.runs()) {
            business();
            Thread.sleep(Math.clamp((end - System.nanoTime()) / 1_000_000, 1, 200));
        }
        boolean ran = run.runs();
        run.killTree();
        System.out.println("kill " + kill + ": " + wait + " ms after "
                + (anywhere ? "the start" : "the first row was under way") + (ran ? "" : ", when it had caught up"));
    }

    /** The servers stay, so the next run joins them. */
    private FerryServers servers(FerryFolder folder) throws InterruptedException {
        FerryServers servers = FerryServers.of(
                folder.command("up", "--json").run().assertExit(0).json());
        sourceJdbc = servers.sourceJdbc();
        return servers;
    }

    /** A transaction of the company, if its database is up and was loaded; also while it is being killed. */
    private void business() {
        if (sourceJdbc.isEmpty()) {
            return;
        }
        try (Connection connection = DriverManager.getConnection(sourceJdbc);
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            for (String sql : company.transaction()) {
                statement.executeUpdate(sql);
            }
            connection.commit();
            company.committed();
            transactions++;
        } catch (SQLException notNow) {
            // All of it is in the source, or nothing.
        }
    }
}
