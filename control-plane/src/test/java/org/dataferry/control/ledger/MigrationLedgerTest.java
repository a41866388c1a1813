package org.dataferry.control.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.dataferry.schemas.change.ChangeId;
import org.dataferry.schemas.change.SourcePosition;
import org.dataferry.schemas.identity.Identity;
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

class MigrationLedgerTest {

    private static final SourceTable TABLE = new SourceTable("erp", "public", "customers");
    private static final Map<String, Set<SourceTable>> MADE_OF = Map.of("account", Set.of(TABLE));
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final Outcome APPLIED = new Outcome.Applied(Outcome.Effect.CREATED);

    private final MigrationLedger ledger = new MigrationLedger();

    @Test
    void countsAChangeThatComesAgainAsRedelivered() {
        ledger.captured(TABLE, "tA", position(1));
        ledger.captured(TABLE, "tA", position(2));
        ledger.captured(TABLE, "tA", position(1));
        ledger.captured(TABLE, "tA", position(2));
        ledger.captured(TABLE, "tB", position(2));

        assertThat(account().captured()).isEqualTo(3);
        assertThat(account().redelivered()).isEqualTo(2);
    }

    @Test
    void holdsAWriteInFlightUntilItsFirstOutcome() {
        ledger.announced(fanOut("A", 1), at(NOON));

        assertThat(account().inFlight()).isEqualTo(1);
        assertThat(ledger.inFlight()).isEqualTo(1);
        assertThat(ledger.oldestInFlight()).contains(NOON);

        ledger.recorded(outcome("A", 1, APPLIED));

        assertThat(account().inFlight()).isZero();
        assertThat(account().applied()).isEqualTo(1);
        assertThat(ledger.oldestInFlight()).isEmpty();
    }

    @Test
    void countsTheLastOutcomeOfAWrite() {
        ledger.announced(fanOut("A", 1), at(NOON));
        ledger.recorded(outcome("A", 1, new Outcome.Parked(row("B"))));
        assertThat(account().parked()).isEqualTo(1);

        ledger.recorded(outcome("A", 1, APPLIED));

        assertThat(account().parked()).isZero();
        assertThat(account().applied()).isEqualTo(1);
        assertThat(account().announced()).isEqualTo(1);
    }

    @Test
    void saysWhichRowsParkedWritesWaitFor() {
        for (String key : List.of("A", "B", "C")) {
            ledger.recorded(outcome(key, 1, new Outcome.Parked(row("P"))));
        }
        ledger.recorded(outcome("D", 1, new Outcome.Parked(row("Q"))));
        assertThat(ledger.open().parkedFor())
                .containsExactly(new WaitingFor(row("P").text(), 3), new WaitingFor(row("Q").text(), 1));

        ledger.recorded(outcome("A", 1, APPLIED));
        ledger.recorded(outcome("B", 1, new Outcome.Parked(row("Q"))));
        ledger.recorded(outcome("C", 1, new Outcome.Parked(row("P"))));
        assertThat(ledger.open().parkedFor())
                .containsExactly(new WaitingFor(row("Q").text(), 2), new WaitingFor(row("P").text(), 1));

        List.of("B", "C", "D").forEach(key -> ledger.recorded(outcome(key, 1, APPLIED)));
        assertThat(ledger.open()).isEqualTo(OpenWrites.none());
    }

    @Test
    void tellsTheTroublesOfEachEntity() {
        RowId contact = new RowId.OfSource("contact", TABLE, SourceKey.of(new Value.Text("N")));
        ledger.recorded(outcome("A", 1, new Outcome.Parked(row("P"))));
        ledger.recorded(outcome("B", 1, new Outcome.Rejected(RejectionReason.ORPHAN, "no P")));
        ledger.recorded(of(contact, new Outcome.Parked(row("P"))));
        ledger.recorded(of(new RowId.OfSource("phonecall", TABLE, SourceKey.of(new Value.Text("M"))), APPLIED));

        assertThat(ledger.troubles())
                .containsOnlyKeys("account", "contact")
                .containsEntry(
                        "account",
                        new Trouble(
                                List.of(new Rejections(RejectionReason.ORPHAN, 1, 0, row("B").text(), "no P")),
                                List.of(new WaitingFor(row("P").text(), 1))))
                .containsEntry("contact", new Trouble(List.of(), List.of(new WaitingFor(row("P").text(), 1))));
        assertThat(ledger.open().parkedFor()).containsExactly(new WaitingFor(row("P").text(), 2));
    }

    @Test
    void namesTheRowsThatMostWritesWaitForOnly() {
        for (int row = 0; row < 100; row++) {
            ledger.recorded(outcome("one" + row, 1, new Outcome.Parked(row("P" + row))));
        }
        ledger.recorded(outcome("two", 1, new Outcome.Parked(row("P7"))));

        assertThat(ledger.open().parkedFor())
                .hasSize(OpenWrites.MOST_ROWS)
                .first()
                .isEqualTo(new WaitingFor(row("P7").text(), 2));
    }

    @Test
    void countsDeferredAndBouncedWritesByReason() {
        ledger.recorded(outcome("A", 1, new Outcome.Deferred(Outcome.DeferralReason.PHASE)));
        ledger.recorded(outcome("B", 1, new Outcome.Deferred(Outcome.DeferralReason.HEARTBEAT)));
        ledger.recorded(outcome("C", 1, new Outcome.Bounced(row("P"), Outcome.BounceReason.STILL_NAMED)));
        ledger.recorded(outcome("A", 1, new Outcome.Deferred(Outcome.DeferralReason.HEARTBEAT)));

        assertThat(ledger.open().deferredBy())
                .containsExactly(new OpenWrites.ByReason("HEARTBEAT", 2, row("B").text()));
        assertThat(ledger.open().bouncedBy())
                .containsExactly(new OpenWrites.ByReason("STILL_NAMED", 1, row("C").text()));
        assertThat(account().deferred()).isEqualTo(2);
    }

    @Test
    void saysWhyWritesAreRejectedWithAnExample() {
        ledger.recorded(outcome("A", 1, new Outcome.Rejected(RejectionReason.VALUE_TOO_LONG, "too long")));
        ledger.recorded(outcome("B", 1, new Outcome.Rejected(RejectionReason.ORPHAN, "no parent")));
        ledger.recorded(outcome("C", 1, new Outcome.Rejected(RejectionReason.ORPHAN, "none either")));
        assertThat(ledger.rejectedBy())
                .containsExactly(
                        new Rejections(RejectionReason.ORPHAN, 2, 0, row("C").text(), "none either"),
                        new Rejections(RejectionReason.VALUE_TOO_LONG, 1, 0, row("A").text(), "too long"));

        ledger.recorded(outcome("A", 1, APPLIED));
        ledger.recorded(outcome("C", 1, APPLIED));

        assertThat(ledger.rejectedBy()).containsExactly(new Rejections(RejectionReason.ORPHAN, 1, 0, "", ""));
    }

    @Test
    void timesWhatTheTargetAnsweredInWhateverOrderItIsRead() {
        ledger.announced(fanOut("A", 1), at(NOON.minusSeconds(4)));
        ledger.recorded(outcome("A", 1, APPLIED));
        ledger.recorded(outcome("B", 1, APPLIED));
        ledger.announced(fanOut("B", 1), at(NOON.minusSeconds(2)));

        assertThat(ledger.delays().since(NOON, new CaptureDelays()))
                .contains(new AnswerDelay(2, Duration.ofSeconds(2), Duration.ofSeconds(4)));
    }

    @Test
    void timesNoWriteThatHadToWait() {
        ledger.announced(fanOut("A", 1), at(NOON.minusSeconds(4)));
        ledger.recorded(outcome("A", 1, new Outcome.Parked(row("P"))));
        ledger.recorded(outcome("A", 1, APPLIED));
        ledger.recorded(outcome("B", 1, new Outcome.Parked(row("P"))));
        ledger.recorded(outcome("B", 1, APPLIED));
        ledger.announced(fanOut("B", 1), at(NOON.minusSeconds(2)));

        assertThat(ledger.delays().since(NOON, new CaptureDelays())).isEmpty();
    }

    @Test
    void countsASecondAnnouncementOfAWriteOnce() {
        ledger.announced(fanOut("A", 1), at(NOON));
        ledger.recorded(outcome("A", 1, APPLIED));
        ledger.announced(fanOut("A", 1), at(NOON.plusSeconds(1)));

        assertThat(account().announced()).isEqualTo(1);
        assertThat(account().inFlight()).isZero();
    }

    @Test
    void seesAnOutcomeThatNobodyAnnounced() {
        ledger.recorded(outcome("A", 1, APPLIED));
        assertThat(ledger.unannounced()).isEqualTo(1);

        ledger.announced(fanOut("A", 1), at(NOON));

        assertThat(ledger.unannounced()).isZero();
        assertThat(account().inFlight()).isZero();
    }

    @Test
    void knowsTheNextOldestWhenTheOldestIsSettled() {
        ledger.announced(fanOut("A", 1), at(NOON));
        ledger.announced(fanOut("B", 1), at(NOON));
        ledger.announced(fanOut("C", 1), at(NOON.plusSeconds(5)));

        ledger.recorded(outcome("A", 1, APPLIED));
        assertThat(ledger.oldestInFlight()).contains(NOON);
        ledger.recorded(outcome("B", 1, APPLIED));
        assertThat(ledger.oldestInFlight()).contains(NOON.plusSeconds(5));
    }

    @Test
    void countsRowsByTheirLastIdentity() {
        ledger.identified(row("A"), new Identity.Present(Optional.empty(), 1, Identity.Origin.CREATED_BY_FERRY));
        ledger.identified(row("A"), new Identity.Present(Optional.empty(), 2, Identity.Origin.CREATED_BY_FERRY));
        ledger.identified(row("B"), new Identity.Present(Optional.empty(), 1, Identity.Origin.FOUND));
        ledger.identified(row("B"), new Identity.Deleted(2));

        assertThat(account().rows()).isEqualTo(1);
    }

    @Test
    void listsAnEntityWithoutAnyWrite() {
        assertThat(ledger.sums(MADE_OF))
                .containsExactly(new EntityStatus("account", 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0));
    }

    @Test
    void tellsWhatWasKeptAmongTheSkipped() {
        ledger.announced(fanOut("A", 1), at(NOON));
        ledger.recorded(outcome("A", 1, new Outcome.Skipped(Outcome.SkipReason.CHANGED_IN_TARGET)));
        ledger.announced(fanOut("B", 1), at(NOON));
        ledger.recorded(outcome("B", 1, new Outcome.Skipped(Outcome.SkipReason.NO_CHANGE)));

        assertThat(account().skipped()).isEqualTo(2);
        assertThat(account().kept()).isEqualTo(1);
    }

    @Test
    void keepsTheSumInAnyOrderOfTopics() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        List<Outcome> outcomes = List.of(
                APPLIED,
                new Outcome.AlreadyApplied(false),
                new Outcome.Skipped(Outcome.SkipReason.NO_CHANGE),
                new Outcome.Skipped(Outcome.SkipReason.CHANGED_IN_TARGET),
                new Outcome.Rejected(RejectionReason.REFUSED, "x"),
                new Outcome.Parked(row("P")),
                new Outcome.Deferred(Outcome.DeferralReason.PHASE),
                new Outcome.Bounced(row("P"), Outcome.BounceReason.MISSING));
        List<Runnable> events = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            String key = "K" + i;
            events.add(() -> ledger.announced(fanOut(key, 1), at(NOON)));
            for (int n = random.nextInt(3); n > 0; n--) {
                Outcome one = outcomes.get(random.nextInt(outcomes.size()));
                events.add(() -> ledger.recorded(outcome(key, 1, one)));
            }
        }
        java.util.Collections.shuffle(events, random);
        events.forEach(Runnable::run);

        EntityStatus sum = account();
        assertThat(sum.announced()).isEqualTo(300);
        assertThat(sum.applied()
                        + sum.alreadyApplied()
                        + sum.skipped()
                        + sum.rejected()
                        + sum.parked()
                        + sum.deferred()
                        + sum.bounced()
                        + sum.inFlight())
                .isEqualTo(300);
        assertThat(ledger.unannounced()).isZero();
        assertThat(ledger.inFlight()).isEqualTo(sum.inFlight());
    }

    private static Announcement at(Instant instant) {
        return new Announcement(instant, 0, 0);
    }

    private EntityStatus account() {
        return ledger.sums(MADE_OF).getFirst();
    }

    private static SourcePosition position(long lsn) {
        return new SourcePosition.InLog(1, lsn, lsn, 0);
    }

    private static ChangeId change(String key, long lsn) {
        return new ChangeId("nw", TABLE, SourceKey.of(new Value.Text(key)), position(lsn));
    }

    private static RowId row(String key) {
        return new RowId.OfSource("account", TABLE, SourceKey.of(new Value.Text(key)));
    }

    private static WriteId write(String key, long lsn) {
        return new WriteId(new Cause.OfChange(change(key, lsn)), row(key), Part.ROW);
    }

    private static FanOut fanOut(String key, long lsn) {
        return new FanOut.Announced(change(key, lsn), List.of(write(key, lsn)));
    }

    private static RecordedOutcome outcome(String key, long lsn, Outcome outcome) {
        return new RecordedOutcome(write(key, lsn), 1, outcome, RecordedOutcome.Stage.SINK, NOON);
    }

    private static RecordedOutcome of(RowId row, Outcome outcome) {
        return new RecordedOutcome(
                new WriteId(write("A", 1).cause(), row, Part.ROW), 1, outcome, RecordedOutcome.Stage.SINK, NOON);
    }
}
