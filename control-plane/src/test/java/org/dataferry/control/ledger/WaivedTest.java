package org.dataferry.control.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.dataferry.schemas.change.ChangeId;
import org.dataferry.schemas.change.SourcePosition;
import org.dataferry.schemas.control.ControlEvent;
import org.dataferry.schemas.control.DeadLetterEvent;
import org.dataferry.schemas.control.DeadLetterId;
import org.dataferry.schemas.control.WaiverEvent;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.key.SourceKey;
import org.dataferry.schemas.key.SourceTable;
import org.dataferry.schemas.outcome.Outcome;
import org.dataferry.schemas.outcome.RecordedOutcome;
import org.dataferry.schemas.outcome.RejectionReason;
import org.dataferry.schemas.value.Value;
import org.dataferry.schemas.write.Cause;
import org.dataferry.schemas.write.FanOut;
import org.dataferry.schemas.write.Part;
import org.dataferry.schemas.write.WriteId;
import org.junit.jupiter.api.Test;

/** What is accepted as not migrated is told as a part of what is refused, parked or unreadable, and stands in nobody's way. */
class WaivedTest {

    private static final SourceTable TABLE = new SourceTable("erp", "public", "customers");
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final Outcome TOO_LONG = new Outcome.Rejected(RejectionReason.VALUE_TOO_LONG, "too long");
    private static final Outcome LOST = new Outcome.Rejected(RejectionReason.ROW_LOST, "lost");

    private final LoggedMigration migration = new LoggedMigration("account");

    @Test
    void aWaivedRowIsOneOfTheRejectedOnesAndStandsInNobodysWay() {
        record(row("A", 1), TOO_LONG);
        record(row("B", 2), TOO_LONG);
        migration.decide(waived("w1", 1, 1, row("A", 1)));

        EntityStatus some = account();
        assertThat(some.rejectedRows()).isEqualTo(2);
        assertThat(some.waivedRows()).isEqualTo(1);
        assertThat(report().rejectedBy()).singleElement().satisfies(rejections -> {
            assertThat(rejections.rows()).isEqualTo(2);
            assertThat(rejections.waived()).isEqualTo(1);
        });
        assertThat(report().hasOpenOrRejected()).isTrue();

        migration.decide(waived("w2", 1, 1, row("B", 2)));
        assertThat(report().hasOpenOrRejected()).isFalse();
    }

    @Test
    void aNewerChangeOfTheRowThatIsRefusedIsNotWaived() {
        record(row("A", 1), TOO_LONG);
        migration.decide(waived("w1", 1, 1, row("A", 1)));
        record(row("A", 2), TOO_LONG);

        assertThat(account().rejectedRows()).isEqualTo(1);
        assertThat(account().waivedRows()).isZero();
    }

    @Test
    void aRowIsWaivedOnlyWithAllThatWasRefusedOfIt() {
        WriteId state = new WriteId(cause("A", 1), own("A"), Part.STATE);
        record(row("A", 1), TOO_LONG);
        record(state, LOST);
        migration.decide(waived("w1", 1, 1, row("A", 1)));
        assertThat(account().waivedRows()).isZero();

        migration.decide(waived("w2", 1, 1, state));
        assertThat(account().waivedRows()).isEqualTo(1);
    }

    @Test
    void aDecisionOfSeveralPartsHoldsWithItsLastOne() {
        record(row("A", 1), TOO_LONG);
        record(row("B", 2), TOO_LONG);
        migration.decide(waived("w1", 1, 2, row("A", 1)));
        assertThat(account().waivedRows()).isZero();
        assertThat(migration.reader().decisions()).isEmpty();

        migration.decide(waived("w1", 2, 2, row("B", 2)));
        assertThat(account().waivedRows()).isEqualTo(2);
        assertThat(migration.reader().decisions())
                .containsExactly(waived("w1", 2, 2, row("B", 2)).withoutWrites());
    }

    @Test
    void whatIsWithdrawnIsToBeLookedAtAgainUnlessAnotherDecisionHolds() {
        record(row("A", 1), TOO_LONG);
        migration.decide(waived("w1", 1, 1, row("A", 1)));
        migration.decide(waived("w2", 1, 1, row("A", 1)));

        migration.decide(withdrawn("w1"));
        assertThat(account().waivedRows()).isEqualTo(1);
        migration.decide(withdrawn("w1"));
        assertThat(account().waivedRows()).isEqualTo(1);

        migration.decide(withdrawn("w2"));
        assertThat(account().waivedRows()).isZero();
        assertThat(report().rejectedBy().getFirst().waived()).isZero();
    }

    @Test
    void aWaivedRowThatIsMendedIsNeitherRejectedNorWaived() {
        record(row("A", 1), TOO_LONG);
        migration.decide(waived("w1", 1, 1, row("A", 1)));
        record(row("A", 2), new Outcome.Applied(Outcome.Effect.UPDATED));

        assertThat(account().rejectedRows()).isZero();
        assertThat(account().waivedRows()).isZero();
    }

    @Test
    void aDecisionMayBeReadBeforeTheOutcomeThatItIsOf() {
        migration.decide(waived("w1", 1, 1, row("A", 1), row("B", 2)));
        assertThat(account().waivedRows()).isZero();
        record(row("A", 1), TOO_LONG);
        record(row("B", 2), new Outcome.Parked(own("P")));

        assertThat(account().waivedRows()).isEqualTo(1);
        assertThat(account().waivedParked()).isEqualTo(1);
    }

    @Test
    void aParkedWriteIsWaivedUntilItsRowComes() {
        record(row("A", 1), new Outcome.Parked(own("P")));
        migration.decide(waived("w1", 1, 1, row("A", 1)));
        assertThat(account().parked()).isEqualTo(1);
        assertThat(account().waivedParked()).isEqualTo(1);
        assertThat(report().hasOpenOrRejected()).isFalse();

        record(row("A", 1), new Outcome.Applied(Outcome.Effect.CREATED));
        assertThat(account().parked()).isZero();
        assertThat(account().waivedParked()).isZero();
    }

    @Test
    void aWaiverOfARebuildIsNoneOfTheRun() {
        record(row("A", 1), TOO_LONG);
        migration.decide(new WaiverEvent.Waived(
                "w1", "account", 1, "--all-rejected", 1, 1, List.of(row("A", 1)), 2, "ann", "old", NOON));

        assertThat(account().waivedRows()).isZero();
    }

    @Test
    void aDeadLetterThatIsDiscardedOrReplayedIsOpenNoMore() {
        migration.bury(1);
        migration.bury(1);
        migration.bury(1);
        migration.decide(new DeadLetterEvent.Discarded(List.of(new DeadLetterId(0, 0)), "ann", "old", NOON));
        migration.decide(new DeadLetterEvent.Replayed(List.of(new DeadLetterId(0, 1)), "ann", "mended", NOON));
        // The first decision counts.
        migration.decide(new DeadLetterEvent.Discarded(List.of(new DeadLetterId(0, 1)), "bob", "old", NOON));
        assertThat(report().deadLetters()).isEqualTo(1);
        assertThat(report().discardedLetters()).isEqualTo(1);
        assertThat(report().hasOpenOrRejected()).isTrue();

        migration.decide(new DeadLetterEvent.Discarded(List.of(new DeadLetterId(0, 2)), "ann", "old", NOON));
        assertThat(report().hasOpenOrRejected()).isFalse();
    }

    private EntityStatus account() {
        return report().entities().getFirst();
    }

    private StatusReport report() {
        return StatusReport.read(migration.reader(), Map.of("account", Set.of(TABLE)), List.of(), Clock.systemUTC());
    }

    private void record(WriteId write, Outcome outcome) {
        if (write.cause() instanceof Cause.OfChange(var change)) {
            migration.announce(
                    new FanOut.Announced(change, List.of(write)), change.key().text());
        }
        migration.record(new RecordedOutcome(write, 1, outcome, RecordedOutcome.Stage.SINK, NOON));
    }

    private static WaiverEvent.Waived waived(String id, int part, int parts, WriteId... writes) {
        return new WaiverEvent.Waived(
                id, "account", 2, "--all-rejected", part, parts, List.of(writes), 1, "ann", "not needed", NOON);
    }

    private static ControlEvent withdrawn(String id) {
        return new WaiverEvent.Withdrawn(id, 1, "bob", "needed", NOON);
    }

    private static WriteId row(String key, long at) {
        return new WriteId(cause(key, at), own(key), Part.ROW);
    }

    private static RowId own(String key) {
        return new RowId.OfSource("account", TABLE, key(key));
    }

    private static Cause cause(String key, long at) {
        return new Cause.OfChange(new ChangeId("nw", TABLE, key(key), new SourcePosition.InLog(1, at, at, 0)));
    }

    private static SourceKey key(String text) {
        return SourceKey.of(new Value.Text(text));
    }
}
