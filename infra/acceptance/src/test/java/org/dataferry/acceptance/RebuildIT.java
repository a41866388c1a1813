package org.dataferry.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.dataferry.acceptance.guarantee.Guarantee;
import org.dataferry.acceptance.guarantee.LedgerBalances;
import org.dataferry.acceptance.guarantee.NoChangeIsLost;
import org.dataferry.acceptance.guarantee.NoRowTwice;
import org.dataferry.acceptance.guarantee.OneOutcomePerWrite;
import org.dataferry.acceptance.guarantee.TargetEqualsSource;
import org.dataferry.acceptance.harness.FerryFolder;
import org.dataferry.acceptance.harness.FerryProcess;
import org.dataferry.acceptance.harness.FerryServers;
import org.dataferry.acceptance.harness.RunningMigration;
import org.dataferry.acceptance.read.TargetRows;
import org.dataferry.acceptance.read.Witness;
import org.dataferry.schemas.avro.FanOutCodec;
import org.dataferry.schemas.write.Cause;
import org.dataferry.schemas.write.FanOut;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A second run of everything after the log, into a target of its own: beside the run, and from the log alone. */
@ExtendWith(RunningMigration.Shared.class)
final class RebuildIT {

    private static final Duration START_PATIENCE = Duration.ofMinutes(2);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration LOOK = Duration.ofMillis(50);

    /** What a shell reports of a process that ended because it was asked to by SIGTERM. */
    private static final int TERMINATED = 143;

    @Test
    void makesTheSameRowsBesideTheRunAndFromTheLogAlone(RunningMigration migration) throws Exception {
        FerryFolder folder = migration.folder();
        try (Witness ofRun = migration.witness()) {
            try (FerryProcess run = folder.command("run").start()) {
                run.awaitLine("running; Ctrl-C", START_PATIENCE);
                changeRows(ofRun);
                await(ofRun, "accounts", "accountnumber eq 'REB1'", has("name", "Renamed"));
                await(ofRun, "accounts", "accountnumber eq 'REB2'", List::isEmpty);
                rebuildBeside(migration, ofRun);
                assertThat(run.runs()).as("the run, beside a rebuild").isTrue();
                for (Guarantee guarantee : List.of(
                        new NoChangeIsLost(ofRun),
                        new OneOutcomePerWrite(ofRun.log()),
                        new TargetEqualsSource(ofRun))) {
                    guarantee.assertHolds();
                }
                assertThat(run.stop().exitCode()).isEqualTo(TERMINATED);
            }
            rebuildFromTheLogAlone(migration, ofRun);
        }
    }

    /** It is killed, goes on, follows a change as the run does, and is caught up when it is asked for once more. */
    private static void rebuildBeside(RunningMigration migration, Witness ofRun) throws Exception {
        FerryFolder folder = migration.folder();
        String before = replay(folder);
        FerryProcess killed = folder.command("rebuild", "--number", "2").start();
        killed.awaitLine(" captured, ", START_PATIENCE);
        killed.kill();
        String meanwhile = replay(folder);
        try (FerryProcess rebuild = folder.command("rebuild", "--number", "2").start()) {
            rebuild.awaitLine("rebuild 2 is running", START_PATIENCE);
            JsonNode status = folder.command("status", "--rebuild", "2", "--json")
                    .run()
                    .assertExit(0)
                    .json();
            assertThat(status.path("rebuild").asInt()).isEqualTo(2);
            try (Witness ofRebuild = at(migration, status)) {
                ofRun.change("UPDATE customers SET company_name = 'Followed' WHERE customer_id = 'REB1'");
                for (Witness target : List.of(ofRun, ofRebuild)) {
                    await(target, "accounts", "accountnumber eq 'REB1'", has("name", "Followed"));
                    await(target, "accounts", "accountnumber eq 'REB2'", List::isEmpty);
                }
                assertSame(ofRun, ofRebuild);
                assertThat(replays(ofRebuild)).contains(meanwhile).doesNotContain(before);
            }
            assertThat(rebuild.stop().exitCode()).isEqualTo(TERMINATED);
        }
        assertCaughtUp(folder, 2, "SOURCE");
    }

    /** Without capture no fence comes; deletes go out all the same. */
    private static void rebuildFromTheLogAlone(RunningMigration migration, Witness ofRun) throws Exception {
        FerryFolder folder = migration.folder();
        assertCaughtUp(folder, 3, "LOG");
        JsonNode kept = folder.command("up", "--rebuild", "3", "--json")
                .run()
                .assertExit(0)
                .json();
        try (Witness ofRebuild = at(migration, kept)) {
            assertSame(ofRun, ofRebuild);
        }
    }

    private static void assertCaughtUp(FerryFolder folder, int number, String with) throws Exception {
        JsonNode end = folder.command("rebuild", "--number", Integer.toString(number), "--until-caught-up", "--json")
                .run()
                .assertExit(0)
                .json();
        assertThat(end.path("rebuild").asInt()).isEqualTo(number);
        assertThat(end.path("caughtUpWith").asText()).isEqualTo(with);
        new LedgerBalances(end).assertHolds();
    }

    /** A history with every kind of write; the last delete waits until the row that named the deleted one has let go. */
    private static void changeRows(Witness witness) throws Exception {
        witness.change(
                customer("REB1"),
                customer("REB2"),
                order(3_000_001, "REB1"),
                order(3_000_002, "REB2"),
                order(3_000_003, "REB1"),
                "INSERT INTO employees (employee_id, last_name, first_name, reports_to) VALUES (7100, 'Reb', 'A', 1)",
                "INSERT INTO employee_territories VALUES (7100, '01'), (7100, '02')");
        witness.change(
                "UPDATE customers SET company_name = 'Renamed' WHERE customer_id = 'REB1'",
                "UPDATE employees SET reports_to = 2 WHERE employee_id = 7100",
                "DELETE FROM employee_territories WHERE employee_id = 7100 AND territory_id = '01'",
                "DELETE FROM orders WHERE order_id = 3000003");
        witness.change(
                "UPDATE orders SET customer_id = NULL WHERE order_id = 3000002",
                "DELETE FROM customers WHERE customer_id = 'REB2'");
    }

    /** Row by row the two targets hold the same, and that is what the source has. */
    private static void assertSame(Witness ofRun, Witness ofRebuild) throws Exception {
        assertThat(TargetRows.of(ofRebuild)).isEqualTo(TargetRows.of(ofRun));
        new TargetEqualsSource(ofRebuild).assertHolds();
        new NoRowTwice(ofRebuild).assertHolds();
    }

    /** Returns its id when the run has done it. */
    private static String replay(FerryFolder folder) throws Exception {
        return folder.command("replay", "--entity", "account", "--key", "REB1", "--json")
                .run()
                .assertExit(0)
                .json()
                .path("replayId")
                .asText();
    }

    /** The ids of the replays that rebuild 2 has done. */
    private static Set<String> replays(Witness witness) throws Exception {
        Set<String> ids = new HashSet<>();
        FanOutCodec codec = new FanOutCodec();
        for (var record : witness.log().read(topic -> topic.equals("g2.fan-outs"))) {
            if (codec.read(witness.log().decode(record))
                    instanceof FanOut.Reannounced(Cause.OfReplay(String id), var writes)) {
                ids.add(id);
            }
        }
        return ids;
    }

    /** @param status that names the rebuild's target */
    private static Witness at(RunningMigration migration, JsonNode status) throws Exception {
        URI target = FerryServers.of(status).dataverse();
        assertThat(target).isNotEqualTo(migration.servers().dataverse());
        return Witness.ofNorthwind(
                migration.servers().sourceJdbc(),
                migration.servers().kafka(),
                migration.servers().registry(),
                target);
    }

    private static void await(Witness witness, String entitySet, String filter, Predicate<List<JsonNode>> arrived)
            throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        List<JsonNode> rows = witness.target().rowsWhere(entitySet, filter);
        while (!arrived.test(rows)) {
            assertThat(System.nanoTime())
                    .as("%s of %s, which has %s", filter, entitySet, rows)
                    .isLessThan(deadline);
            Thread.sleep(LOOK);
            rows = witness.target().rowsWhere(entitySet, filter);
        }
    }

    private static String customer(String id) {
        return "INSERT INTO customers (customer_id, company_name) VALUES ('" + id + "', 'First')";
    }

    private static String order(int id, String customer) {
        return "INSERT INTO orders (order_id, customer_id, employee_id) VALUES (" + id + ", '" + customer + "', 1)";
    }

    private static Predicate<List<JsonNode>> has(String column, String value) {
        return rows -> rows.size() == 1 && rows.getFirst().path(column).asText().equals(value);
    }
}
