package org.dataferry.sink.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dataferry.sink.loop.VerdictTest.merged;
import static org.dataferry.sink.testing.Writes.PARTITION;
import static org.dataferry.sink.testing.Writes.delete;
import static org.dataferry.sink.testing.Writes.link;
import static org.dataferry.sink.testing.Writes.patch;
import static org.dataferry.sink.testing.Writes.queued;
import static org.dataferry.sink.testing.Writes.renamed;
import static org.dataferry.sink.testing.Writes.row;
import static org.dataferry.sink.testing.Writes.state;
import static org.dataferry.sink.testing.Writes.unlink;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.dataferry.schemas.identity.Identity;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.outcome.Outcome;
import org.dataferry.schemas.outcome.RejectionReason;
import org.dataferry.schemas.write.EntityWrite;
import org.dataferry.schemas.write.LookupTarget;
import org.dataferry.sink.row.QueuedWrite;
import org.dataferry.sink.row.Tries;
import org.dataferry.sink.send.RowResult;
import org.dataferry.sink.send.RowTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class ConclusionTest {

    private static final RowId ROW = row("a");
    private static final UUID GUID = UUID.fromString("7f000000-0000-4000-8000-000000000001");
    private static final Instant NOW = Instant.parse("2026-11-28T06:00:00Z");
    private static final Duration HOLD = Duration.ofMinutes(4);
    private static final Patience PATIENCE = new Patience(HOLD, Map.of("account", 3));
    private static final Identity FOUND = new Identity.Present(Optional.of(GUID), 1, Identity.Origin.FOUND);

    @Test
    void recordsWhatWasDoneAndWhichRowItIs() {
        RowResult created = new RowResult.Done(Outcome.Effect.CREATED, Optional.of(GUID));

        assertThat(of(renamed(ROW, 2, "x"), created, Optional.empty()))
                .isEqualTo(settled(
                        new Outcome.Applied(Outcome.Effect.CREATED),
                        new Identity.Present(Optional.of(GUID), 2, Identity.Origin.CREATED_BY_FERRY)));
        assertThat(of(delete(ROW, 3), new RowResult.Done(Outcome.Effect.DELETED, Optional.empty()), Optional.of(FOUND)))
                .isEqualTo(settled(new Outcome.Applied(Outcome.Effect.DELETED), new Identity.Deleted(3)));
    }

    @Test
    void remembersThatARowWasNotMadeByFerry() {
        RowResult updated = new RowResult.Done(Outcome.Effect.UPDATED, Optional.of(GUID));

        assertThat(of(renamed(ROW, 2, "x"), updated, Optional.of(FOUND)))
                .isEqualTo(settled(
                        new Outcome.Applied(Outcome.Effect.UPDATED),
                        new Identity.Present(Optional.of(GUID), 2, Identity.Origin.FOUND)));
    }

    @Test
    void countsTheRowOfALostCreateAsCreated() {
        RowResult updated = new RowResult.Done(Outcome.Effect.UPDATED, Optional.of(GUID));

        assertThat(((Conclusion.Settled) of(renamed(ROW, 1, "x"), updated, Optional.empty())).outcome())
                .isEqualTo(new Outcome.Applied(Outcome.Effect.CREATED));
    }

    @Test
    void countsARowAsCreatedThatIsAnotherThanTheOneWeKnew() {
        UUID other = UUID.fromString("7f000000-0000-4000-8000-000000000002");
        RowResult updated = new RowResult.Done(Outcome.Effect.UPDATED, Optional.of(other));

        assertThat(((Conclusion.Settled) of(renamed(ROW, 2, "x"), updated, Optional.of(FOUND))).outcome())
                .isEqualTo(new Outcome.Applied(Outcome.Effect.CREATED));
    }

    @Test
    void movesTheVersionOfARowThatNeededNothing() {
        RowTask task = new RowTask(merged(queued(renamed(ROW, 2, "x"), 0)), Optional.of(GUID), 1);

        assertThat(Conclusion.of(task, new RowResult.AlreadyDone(), any -> Optional.of(FOUND), PATIENCE, 0, NOW))
                .isEqualTo(settled(
                        new Outcome.AlreadyApplied(false),
                        new Identity.Present(Optional.of(GUID), 2, Identity.Origin.FOUND)));
        assertThat(of(delete(ROW, 3), new RowResult.AlreadyDone(), Optional.of(FOUND)))
                .isEqualTo(settled(new Outcome.AlreadyApplied(true), new Identity.Deleted(3)));
    }

    @Test
    void remembersTheRowVersionThatEachOfOurWritesLeft() {
        Identity known = new Identity.Present(Optional.of(GUID), 1, Identity.Origin.FOUND, Optional.of("W/\"1\""));
        RowResult done = new RowResult.Done(Outcome.Effect.UPDATED, Optional.of(GUID), Optional.of("W/\"2\""));
        Outcome updated = new Outcome.Applied(Outcome.Effect.UPDATED);

        assertThat(of(renamed(ROW, 2, "x"), done, Optional.of(known)))
                .isEqualTo(settled(
                        updated,
                        new Identity.Present(Optional.of(GUID), 2, Identity.Origin.FOUND, Optional.of("W/\"2\""))));
        assertThat(of(patch(ROW, 9, "parent", LookupTarget.NONE), done, Optional.of(known)))
                .as("of a version that the target does not have now")
                .isEqualTo(settled(
                        updated,
                        new Identity.Present(Optional.of(GUID), 1, Identity.Origin.FOUND, Optional.of("W/\"2\""))));
        assertThat(of(state(ROW, 3, 1, 2), done, Optional.of(known)))
                .isEqualTo(settled(
                        updated,
                        new Identity.Present(Optional.of(GUID), 1, Identity.Origin.FOUND, Optional.of("W/\"2\""))));
    }

    @Test
    void skipsWhatIsToBeKeptAndKnowsTheRowAsBefore() {
        assertThat(of(renamed(ROW, 2, "x"), new RowResult.Kept(), Optional.of(FOUND)))
                .isEqualTo(new Conclusion.Settled(
                        new Outcome.Skipped(Outcome.SkipReason.CHANGED_IN_TARGET), Optional.empty()));
    }

    @Test
    void saysWhyThereIsNoRowButLeavesAPresentOneAsItIs() {
        RowResult refused = new RowResult.Refused(RejectionReason.VALUE_TOO_LONG, "name");
        Outcome rejected = new Outcome.Rejected(RejectionReason.VALUE_TOO_LONG, "name");

        assertThat(of(renamed(ROW, 2, "x"), refused, Optional.empty()))
                .isEqualTo(settled(rejected, new Identity.Rejected(0)));
        assertThat(of(renamed(ROW, 9, "x"), refused, Optional.of(new Identity.Deleted(8))))
                .isEqualTo(settled(rejected, new Identity.Rejected(8)));
        assertThat(of(renamed(ROW, 2, "x"), refused, Optional.of(FOUND)))
                .isEqualTo(new Conclusion.Settled(rejected, Optional.empty()));
    }

    @Test
    void tellsThatARowIsThereWhichOnlyARequestWithoutAnAnswerCanHaveMade() {
        RowResult refused = new RowResult.Refused(RejectionReason.VALUE_TOO_LONG, "name");
        Outcome rejected = new Outcome.Rejected(RejectionReason.VALUE_TOO_LONG, "name");

        assertThat(of(renamed(ROW, 2, "x"), new RowResult.Found(GUID, refused), Optional.empty()))
                .isEqualTo(new Conclusion.Found(
                        new Identity.Present(Optional.of(GUID), 0, Identity.Origin.CREATED_BY_FERRY),
                        new Conclusion.Settled(rejected, Optional.empty())));
    }

    /** Or the next write would overwrite it whoever changed it. */
    @Test
    void remembersThatAnAdoptedRowHasTheKeyAlready() {
        Identity untouched = new Identity.Present(Optional.of(GUID), 0, Identity.Origin.ADOPTED);

        Conclusion kept =
                of(renamed(ROW, 2, "x"), new RowResult.Found(GUID, new RowResult.Kept()), Optional.of(untouched));

        assertThat(((Conclusion.Found) kept).identity())
                .isInstanceOfSatisfying(
                        Identity.Present.class,
                        present -> assertThat(present.isUntouched()).isFalse());
    }

    @Test
    void holdsALostWriteInDoubtHoweverOftenItIsLost() {
        QueuedWrite write = queued(renamed(ROW, 1, "x"), 0);
        for (int time = 1; time <= 50; time++) {
            Conclusion.Again again = (Conclusion.Again) of(write, new RowResult.Lost("gateway"));
            assertThat(again.pause()).isEqualTo(HOLD);
            assertThat(again.write().inDoubt()).isTrue();
            assertThat(again.write().tries()).isEqualTo(new Tries(time, 0, 0));
            write = again.write();
        }
    }

    @Test
    void neverRejectsNorDoubtsAWriteThatTheTargetHadNoTimeFor() {
        QueuedWrite write = queued(renamed(ROW, 1, "x"), 0);
        for (int time = 1; time <= 50; time++) {
            Conclusion.Again again = (Conclusion.Again) of(write, new RowResult.Later("busy"));
            assertThat(again.pause()).isPositive();
            assertThat(again.write()).isEqualTo(write);
            write = again.write();
        }
    }

    @Test
    void looksADoubtfulRowUpAtOnceThenWithGrowingPausesAndThenRejectsIt() {
        RowResult doubtful = new RowResult.Doubtful(RejectionReason.CUSTOM_LOGIC_FAILED, "timeout");
        QueuedWrite write = queued(renamed(ROW, 1, "x"), 0);
        List<Long> pauses = new ArrayList<>();
        while (of(write, doubtful) instanceof Conclusion.Again(QueuedWrite again, Duration pause, String why)) {
            assertThat(again.inDoubt()).isTrue();
            pauses.add(pause.toMillis());
            write = again;
        }

        assertThat(pauses).containsExactly(0L, 500L, 1_000L, 2_000L, 4_000L, 8_000L);
        assertThat(of(write, doubtful))
                .isEqualTo(settled(
                        new Outcome.Rejected(RejectionReason.CUSTOM_LOGIC_FAILED, "timeout"),
                        new Identity.Rejected(0)));
    }

    /** Half an hour of locks, of slow logic, or of a key that is not active. */
    @ParameterizedTest
    @EnumSource(names = {"TARGET_BUSY", "CUSTOM_LOGIC_TOO_SLOW", "KEY_NOT_READY"})
    void sendsWhatWasRolledBackAgainAsItIsAfterGrowingPausesAndRejectsItInTheEnd(RejectionReason reason) {
        RowResult undone = new RowResult.RolledBack(reason, "not now");
        QueuedWrite write = queued(renamed(ROW, 1, "x"), 0);
        List<Duration> pauses = new ArrayList<>();
        while (of(write, undone) instanceof Conclusion.Again(QueuedWrite again, Duration pause, String why)) {
            assertThat(again.inDoubt()).as("it was certainly not done").isFalse();
            assertThat(again.tries().halvings()).isEqualTo(pauses.size() + 1);
            pauses.add(pause);
            write = again;
        }

        assertThat(pauses.subList(0, 3))
                .containsExactly(Duration.ofMillis(500), Duration.ofSeconds(1), Duration.ofSeconds(2));
        assertThat(pauses).allSatisfy(pause -> assertThat(pause).isLessThanOrEqualTo(Duration.ofMinutes(2)));
        assertThat(pauses.stream().reduce(Duration.ZERO, Duration::plus))
                .isBetween(Duration.ofMinutes(25), Duration.ofMinutes(40));
        assertThat(of(write, undone))
                .isEqualTo(settled(new Outcome.Rejected(reason, "not now"), new Identity.Rejected(0)));
    }

    /** So that the next write of the row makes it anew, as somebody has heard of it by then. */
    @Test
    void knowsThatARowIsGoneWhoseLossIsReported() {
        RowResult lost = new RowResult.Refused(RejectionReason.ROW_LOST, "gone");

        assertThat(of(renamed(ROW, 2, "x"), lost, Optional.of(FOUND)))
                .isEqualTo(settled(new Outcome.Rejected(RejectionReason.ROW_LOST, "gone"), new Identity.Gone(1)));
        assertThat(of(
                        renamed(ROW, 2, "x"),
                        new RowResult.Refused(RejectionReason.VALUE_INVALID, "bad"),
                        Optional.of(FOUND)))
                .as("any other refusal leaves the row as it is")
                .isEqualTo(new Conclusion.Settled(
                        new Outcome.Rejected(RejectionReason.VALUE_INVALID, "bad"), Optional.empty()));
    }

    @Test
    void bringsRowsBackTogetherThatWereRolledBackTogetherAndApartFromOthers() {
        assertThat(Patience.pause(3, 0)).isEqualTo(Duration.ofSeconds(2));
        assertThat(Patience.pause(3, 0.5)).isEqualTo(Duration.ofMillis(1_500));
        assertThat(Patience.pause(3, 1)).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void triesAgainWhatCustomLogicRefusedAsOftenAsTheEntitySays() {
        RowResult refused = new RowResult.RolledBack(RejectionReason.CUSTOM_LOGIC_FAILED, "no credit");

        assertThat(tries(renamed(ROW, 1, "x"), refused)).isEqualTo(4);
        assertThat(tries(renamed(row("contact", "c"), 1, "x"), refused))
                .as("an entity without a policy")
                .isEqualTo(1);
    }

    @Test
    void triesWhatNobodyKnowsAFewTimes() {
        assertThat(tries(renamed(ROW, 1, "x"), new RowResult.RolledBack(RejectionReason.REFUSED, "0x80990001")))
                .isEqualTo(7);
    }

    @Test
    void movesTheVersionByAPatchOfTheVersionThatTheTargetHas() {
        RowResult updated = new RowResult.Done(Outcome.Effect.UPDATED, Optional.of(GUID));
        Outcome applied = new Outcome.Applied(Outcome.Effect.UPDATED);

        assertThat(of(patch(ROW, 2, "parentid", LookupTarget.NONE), updated, Optional.of(FOUND)))
                .isEqualTo(settled(applied, new Identity.Present(Optional.of(GUID), 2, Identity.Origin.FOUND)));
        assertThat(of(patch(ROW, 5, "parentid", LookupTarget.NONE), updated, Optional.of(FOUND)))
                .as("version 4 is not in the target, so 5 is not either")
                .isEqualTo(new Conclusion.Settled(applied, Optional.empty()));
    }

    @Test
    void leavesTheVersionAsItWasWhenAStateIsSetOrRefused() {
        RowResult updated = new RowResult.Done(Outcome.Effect.UPDATED, Optional.of(GUID));
        RowResult refused = new RowResult.Refused(RejectionReason.VALUE_INVALID, "status");

        assertThat(of(state(ROW, 2, 1, 2), updated, Optional.of(FOUND)))
                .isEqualTo(new Conclusion.Settled(new Outcome.Applied(Outcome.Effect.UPDATED), Optional.empty()));
        assertThat(of(state(ROW, 2, 1, 2), refused, Optional.empty()))
                .isEqualTo(new Conclusion.Settled(
                        new Outcome.Rejected(RejectionReason.VALUE_INVALID, "status"), Optional.empty()));
    }

    @Test
    void remembersWhetherRowsAreLinked() {
        RowId.Link link = new RowId.Link("mig_Watchers", ROW, row("contact", "b"));
        LookupTarget end = new LookupTarget.ByKey(ROW);

        assertThat(of(link(link, 1, end, end), new RowResult.AlreadyDone(), Optional.empty()))
                .isEqualTo(settled(
                        new Outcome.AlreadyApplied(false),
                        new Identity.Present(Optional.empty(), 1, Identity.Origin.CREATED_BY_FERRY)));
        RowResult unlinked = new RowResult.Done(Outcome.Effect.UNLINKED, Optional.empty());
        assertThat(of(unlink(link, 2, end, end), unlinked, Optional.empty()))
                .isEqualTo(settled(new Outcome.Applied(Outcome.Effect.UNLINKED), new Identity.Deleted(2)));
    }

    @Test
    void bouncesOffARowThatIsMissingAndTellsThatItIsGoneWhileItIsTheOneThatWasNamed() {
        RowId parent = row("parent");
        Outcome.Bounced bounced = new Outcome.Bounced(parent, Outcome.BounceReason.MISSING);
        RowResult missing = new RowResult.Missing(parent, Optional.of(GUID));

        assertThat(bounce(missing, Map.of(parent, FOUND)))
                .isEqualTo(new Conclusion.Bounced(bounced, Optional.of(new Identity.Gone(1))));
        Identity another = new Identity.Present(Optional.of(new UUID(1, 1)), 3, Identity.Origin.CREATED_BY_FERRY);
        assertThat(bounce(missing, Map.of(parent, another)))
                .isEqualTo(new Conclusion.Bounced(bounced, Optional.empty()));
        assertThat(bounce(missing, Map.of(parent, new Identity.Deleted(4))))
                .isEqualTo(new Conclusion.Bounced(bounced, Optional.empty()));
        Identity withoutGuid = new Identity.Present(Optional.empty(), 3, Identity.Origin.CREATED_BY_FERRY);
        assertThat(bounce(new RowResult.Missing(parent, Optional.empty()), Map.of(parent, withoutGuid)))
                .isEqualTo(new Conclusion.Bounced(bounced, Optional.of(new Identity.Gone(3))));
    }

    @Test
    void bouncesAPatchOffItsOwnRowThatIsGone() {
        RowResult missing = new RowResult.Missing(ROW, Optional.of(GUID));

        assertThat(of(patch(ROW, 2, "parentid", LookupTarget.NONE), missing, Optional.of(FOUND)))
                .isEqualTo(new Conclusion.Bounced(
                        new Outcome.Bounced(ROW, Outcome.BounceReason.MISSING), Optional.of(new Identity.Gone(1))));
    }

    @Test
    void bouncesADeleteOfARowThatOthersName() {
        assertThat(of(delete(ROW, 2), new RowResult.StillNamed(), Optional.of(FOUND)))
                .isEqualTo(new Conclusion.Bounced(
                        new Outcome.Bounced(ROW, Outcome.BounceReason.STILL_NAMED), Optional.empty()));
    }

    private static Conclusion bounce(RowResult result, Map<RowId, Identity> identities) {
        RowTask task = new RowTask(merged(queued(renamed(ROW, 2, "x"), 0)), Optional.empty(), 0);
        return Conclusion.of(task, result, row -> Optional.ofNullable(identities.get(row)), PATIENCE, 0, NOW);
    }

    private static Conclusion of(EntityWrite write, RowResult result, Optional<Identity> known) {
        return Conclusion.of(
                new RowTask(merged(queued(write, 0)), Optional.empty(), 0), result, any -> known, PATIENCE, 0, NOW);
    }

    private static Conclusion of(QueuedWrite write, RowResult result) {
        assertThat(write.partition()).isEqualTo(PARTITION);
        return Conclusion.of(
                new RowTask(merged(write), Optional.empty(), 0), result, none -> Optional.empty(), PATIENCE, 0, NOW);
    }

    private static Conclusion.Settled settled(Outcome outcome, Identity identity) {
        return new Conclusion.Settled(outcome, Optional.of(identity));
    }

    private static int tries(EntityWrite first, RowResult result) {
        int tries = 1;
        QueuedWrite write = queued(first, 0);
        while (of(write, result) instanceof Conclusion.Again(QueuedWrite again, Duration ignored, String why)) {
            write = again;
            tries++;
        }
        return tries;
    }
}
