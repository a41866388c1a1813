package org.dataferry.control.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.dataferry.schemas.change.ChangeId;
import org.dataferry.schemas.change.SourcePosition;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.key.SourceKey;
import org.dataferry.schemas.key.SourceTable;
import org.dataferry.schemas.outcome.Outcome;
import org.dataferry.schemas.outcome.RecordedOutcome;
import org.dataferry.schemas.value.Value;
import org.dataferry.schemas.write.Cause;
import org.dataferry.schemas.write.FanOut;
import org.dataferry.schemas.write.Part;
import org.dataferry.schemas.write.WriteId;
import org.junit.jupiter.api.Test;

/** Caught up means that what the outcomes before a fence release has come to its end too. */
class ReleasedWritesTest {

    private static final SourceTable TABLE = new SourceTable("erp", "public", "papers");
    private static final Outcome APPLIED = new Outcome.Applied(Outcome.Effect.CREATED);

    private final LoggedMigration migration = new LoggedMigration("paper", "old");
    private final SteppedClock clock = new SteppedClock();
    private final ReleasedWrites released =
            new ReleasedWrites(migration.reader, migration, LoggedMigration.TOPICS, Set.of("paper"), clock);

    @Test
    void areDoneAtOnceWhereNothingWaits() {
        announce("paper", "A");
        record("paper", "A", APPLIED);

        assertThat(released.areDone()).isTrue();
    }

    @Test
    void areNotDoneWhileTransformHasNotReadTheOutcomeThatReleases() {
        announce("paper", "A", "B");
        record("paper", "A", APPLIED);
        record("paper", "B", new Outcome.Parked(row("paper", "A")));

        IntStream.range(0, 20).forEach(look -> {
            clock.step();
            assertThat(released.areDone()).isFalse();
        });
    }

    @Test
    void areNotDoneWhileTheSinkHasNotSentWhatIsReleased() {
        announce("paper", "A", "B");
        record("paper", "A", APPLIED);
        record("paper", "B", new Outcome.Parked(row("paper", "A")));
        assertThat(released.areDone()).isFalse();
        migration.goRound();
        migration.written("paper", 5);

        IntStream.range(0, 20).forEach(look -> {
            clock.step();
            assertThat(released.areDone()).isFalse();
        });
    }

    @Test
    void areFollowedThroughAChain() {
        announce("paper", "A", "B", "C");
        record("paper", "A", APPLIED);
        record("paper", "B", new Outcome.Parked(row("paper", "A")));
        record("paper", "C", new Outcome.Parked(row("paper", "B")));
        assertThat(round()).isFalse();
        record("paper", "B", APPLIED);
        assertThat(round()).isFalse();
        record("paper", "C", APPLIED);

        assertThat(round()).isTrue();
    }

    @Test
    void areDoneWhenTwoRoundsReleaseNothing() {
        announce("paper", "A");
        record("paper", "A", new Outcome.Parked(row("paper", "never")));

        assertThat(List.of(round(), round())).containsExactly(false, true);
    }

    @Test
    void areNotHeldUpByWhatComesAfterTheFence() {
        announce("paper", "A");
        record("paper", "A", new Outcome.Parked(row("paper", "never")));
        assertThat(released.areDone()).isFalse();
        announce("paper", "B", "C");
        record("paper", "B", new Outcome.Parked(row("paper", "A")));
        assertThat(round()).isFalse();
        record("paper", "B", APPLIED);
        record("paper", "C", new Outcome.Parked(row("paper", "A")));

        assertThat(round()).isTrue();
    }

    @Test
    void areNotThoseThatNoSinkReads() {
        announce("old", "A");
        record("old", "A", new Outcome.Parked(row("old", "never")));

        assertThat(released.areDone()).isTrue();
    }

    /** All that stands in the topics goes once around. */
    private boolean round() {
        released.areDone();
        migration.goRound();
        released.areDone();
        clock.step();
        return released.areDone();
    }

    private void announce(String entity, String... keys) {
        for (String key : keys) {
            migration.announce(
                    new FanOut.Announced(change(key), List.of(write(entity, key))),
                    change(key).key().text());
        }
    }

    private void record(String entity, String key, Outcome outcome) {
        migration.record(
                new RecordedOutcome(write(entity, key), 1, outcome, RecordedOutcome.Stage.SINK, clock.instant()));
    }

    private static ChangeId change(String key) {
        return new ChangeId("nw", TABLE, SourceKey.of(new Value.Text(key)), new SourcePosition.InLog(1, 1, 1, 0));
    }

    private static RowId row(String entity, String key) {
        return new RowId.OfSource(entity, TABLE, SourceKey.of(new Value.Text(key)));
    }

    private static WriteId write(String entity, String key) {
        return new WriteId(new Cause.OfChange(change(key)), row(entity, key), Part.ROW);
    }
}
