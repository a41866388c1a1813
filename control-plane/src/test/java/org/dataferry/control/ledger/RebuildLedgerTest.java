package org.dataferry.control.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.dataferry.schemas.fence.FenceEvent;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.key.SourceKey;
import org.dataferry.schemas.key.SourceTable;
import org.dataferry.schemas.topic.MigrationTopics;
import org.dataferry.schemas.value.Value;
import org.dataferry.schemas.write.Cause;
import org.dataferry.schemas.write.FanOut;
import org.dataferry.schemas.write.Part;
import org.dataferry.schemas.write.WriteId;
import org.junit.jupiter.api.Test;

/** The run and a rebuild share a log: each has its own sum, and fences are of both. */
class RebuildLedgerTest {

    private static final MigrationTopics REBUILD = new MigrationTopics("nw", 2, 2);
    private static final SourceTable TABLE = new SourceTable("erp", "public", "customers");

    private final LoggedMigration run = new LoggedMigration("account");
    private final LoggedMigration rebuild = new LoggedMigration(REBUILD, "account");

    @Test
    void aWriteOfTheRunWithoutAnOutcomeIsNoneOfTheRebuilds() {
        loseAWriteOfTheRun(run);
        loseAWriteOfTheRun(rebuild);

        run.reader.catchUp();
        rebuild.reader.catchUp();

        assertThat(run.reader.ledger().inFlight()).isEqualTo(1);
        assertThat(rebuild.reader.ledger().inFlight()).isZero();
        SumCheck check = new SumCheck(
                "f",
                rebuild.stableEnds(SumCheck.fanOuts(REBUILD)),
                rebuild.reader,
                rebuild,
                REBUILD,
                Set.of("account"),
                Clock.systemUTC());
        assertThat(check.look()).contains(List.of());
    }

    @Test
    void aHeartbeatThatTheRunHasPassedIsNotPassedByTheRebuild() {
        for (LoggedMigration migration : List.of(run, rebuild)) {
            migration.fence(new FenceEvent.Reached(
                    "1",
                    FenceEvent.Kind.HEARTBEAT,
                    "erp",
                    Instant.EPOCH,
                    Map.of("nw.changes.erp.public.customers", new FenceEvent.PartitionOffsets(Map.of(0, 5L)))));
            migration.transformRead(new TopicPartition("nw.changes.erp.public.customers", 0), 5);
            migration.reader.catchUp();
        }

        assertThat(run.reader.captureSigns().lastPassed()).isPresent();
        assertThat(rebuild.reader.captureSigns().lastPassed()).isEmpty();
        assertThat(rebuild.reader.captureSigns().newest()).isPresent();
    }

    @Test
    void aDeadLetterCountsForWhoCouldNotReadIt() {
        for (LoggedMigration migration : List.of(run, rebuild)) {
            migration.bury(1);
            migration.bury(2);
            migration.bury(2);
            migration.reader.catchUp();
        }

        assertThat(run.reader.ledger().deadLetters()).isEqualTo(1);
        assertThat(rebuild.reader.ledger().deadLetters()).isEqualTo(2);
    }

    private static void loseAWriteOfTheRun(LoggedMigration migration) {
        Cause replay = new Cause.OfReplay("r1");
        RowId row = new RowId.OfSource("account", TABLE, SourceKey.of(new Value.Text("A")));
        migration.announce(new FanOut.Reannounced(replay, List.of(new WriteId(replay, row, Part.ROW))), "tA");
    }
}
