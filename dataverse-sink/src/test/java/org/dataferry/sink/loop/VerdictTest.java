package org.dataferry.sink.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dataferry.sink.testing.Writes.delete;
import static org.dataferry.sink.testing.Writes.doubted;
import static org.dataferry.sink.testing.Writes.link;
import static org.dataferry.sink.testing.Writes.patch;
import static org.dataferry.sink.testing.Writes.queued;
import static org.dataferry.sink.testing.Writes.renamed;
import static org.dataferry.sink.testing.Writes.row;
import static org.dataferry.sink.testing.Writes.state;
import static org.dataferry.sink.testing.Writes.unlink;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.dataferry.schemas.identity.Identity;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.outcome.Outcome;
import org.dataferry.schemas.write.EntityWrite;
import org.dataferry.schemas.write.LookupTarget;
import org.dataferry.sink.row.MergedWrite;
import org.dataferry.sink.row.QueuedWrite;
import org.dataferry.sink.row.RowQueues;
import org.dataferry.sink.send.Action;
import org.dataferry.sink.send.RowTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class VerdictTest {

    private static final RowId ROW = row("a");
    private static final UUID GUID = UUID.fromString("7f000000-0000-4000-8000-000000000001");
    private static final Outcome SUPERSEDED = new Outcome.Skipped(Outcome.SkipReason.SUPERSEDED);

    static Stream<Identity> absences() {
        return Stream.of(
                new Identity.Deleted(4), new Identity.Gone(4), new Identity.Parked(0), new Identity.Rejected(0));
    }

    static Stream<Identity> reasonsThatSayNothingOfTheTarget() {
        return Stream.of(new Identity.Gone(5), new Identity.Parked(5), new Identity.Rejected(5));
    }

    @Test
    void createsARowThatNothingIsKnownOf() {
        assertThat(Verdict.of(merged(queued(renamed(ROW, 1, "x"), 0)), Optional.empty()))
                .isInstanceOfSatisfying(
                        Verdict.Send.class, send -> assertThat(send.action()).isEqualTo(Action.CREATE));
    }

    @ParameterizedTest
    @MethodSource("absences")
    void createsARowThatIsKnownToBeAbsent(Identity identity) {
        assertThat(actionFor(identity)).isEqualTo(Action.CREATE);
    }

    @ParameterizedTest
    @MethodSource("reasonsThatSayNothingOfTheTarget")
    void sendsAVersionAgainThatTheTargetDoesNotHave(Identity identity) {
        assertThat(actionFor(identity)).isEqualTo(Action.CREATE);
    }

    @Test
    void updatesARowByItsGuidAndTellsTheVersionThatTheTargetHas() {
        Verdict verdict = Verdict.of(merged(queued(renamed(ROW, 5, "x"), 0)), Optional.of(present(4)));

        assertThat(verdict).isInstanceOfSatisfying(Verdict.Send.class, send -> {
            assertThat(send.action()).isEqualTo(Action.UPDATE);
            assertThat(send.task().guid()).contains(GUID);
            assertThat(send.task().changesSuffice()).isTrue();
        });
        assertThat(sent(Verdict.of(merged(queued(renamed(ROW, 5, "x"), 0)), Optional.of(present(3))))
                        .changesSuffice())
                .isFalse();
    }

    @Test
    void looksUpARowWhoseGuidIsNotKnown() {
        Identity present = new Identity.Present(Optional.empty(), 4, Identity.Origin.CREATED_BY_FERRY);

        assertThat(actionFor(present)).isEqualTo(Action.RESOLVE);
    }

    @Test
    void looksUpARowInDoubtWhateverIsKnownOfIt() {
        Stream.of(Optional.<Identity>empty(), Optional.of(present(3)), Optional.<Identity>of(new Identity.Deleted(2)))
                .forEach(identity -> {
                    assertThat(action(Verdict.of(merged(doubted(renamed(ROW, 5, "x"), 0)), identity)))
                            .isEqualTo(Action.RESOLVE);
                    assertThat(action(Verdict.of(merged(doubted(delete(ROW, 5), 0)), identity)))
                            .isEqualTo(Action.RESOLVE);
                });
    }

    @Test
    void sendsNothingThatTheTargetHas() {
        assertThat(settledFor(renamed(ROW, 5, "x"), present(5))).isEqualTo(new Outcome.AlreadyApplied(false));
        assertThat(settledFor(delete(ROW, 5), new Identity.Deleted(5))).isEqualTo(new Outcome.AlreadyApplied(true));
    }

    @Test
    void neverOverwritesANewerVersion() {
        assertThat(settledFor(renamed(ROW, 5, "x"), present(6))).isEqualTo(SUPERSEDED);
        assertThat(settledFor(renamed(ROW, 5, "x"), new Identity.Deleted(6))).isEqualTo(SUPERSEDED);
        assertThat(settledFor(delete(ROW, 5), present(6))).isEqualTo(SUPERSEDED);
    }

    @Test
    void deletesWhatIsPresent() {
        assertThat(action(Verdict.of(merged(queued(delete(ROW, 5), 0)), Optional.of(present(4)))))
                .isEqualTo(Action.DELETE);
    }

    @Test
    void deletesByKeyWhatMayBePresentAlthoughItsLastVersionWasRefused() {
        RowTask task = sent(Verdict.of(merged(queued(delete(ROW, 5), 0)), Optional.of(new Identity.Rejected(0))));

        assertThat(task.guid()).isEmpty();
    }

    @Test
    void settlesTheDeleteOfARowThatIsNotThereAndRemembersItsVersion() {
        Verdict verdict = Verdict.of(merged(queued(delete(ROW, 5), 0)), Optional.of(new Identity.Gone(4)));

        assertThat(verdict)
                .isEqualTo(new Verdict.Settled(new Outcome.AlreadyApplied(true), Optional.of(new Identity.Deleted(5))));
    }

    @Test
    void asksTheTargetForARowThatMayBeThereInAVersionWhoseOutcomeNobodyKnows() {
        assertThat(action(Verdict.of(merged(queued(delete(ROW, 6), 0)), Optional.of(new Identity.Gone(4)))))
                .isEqualTo(Action.DELETE);
        assertThat(action(Verdict.of(merged(queued(delete(ROW, 2), 0)), Optional.empty())))
                .isEqualTo(Action.DELETE);
    }

    @Test
    void patchesARowByItsGuidOrByItsKeyButNeverMakesIt() {
        EntityWrite patch = patch(ROW, 5, "parentid", LookupTarget.NONE);
        Identity withoutGuid = new Identity.Present(Optional.empty(), 4, Identity.Origin.CREATED_BY_FERRY);

        assertThat(actionFor(patch, present(4))).isEqualTo(Action.UPDATE);
        assertThat(actionFor(patch, withoutGuid)).isEqualTo(Action.PATCH);
        assertThat(actionFor(patch, new Identity.Rejected(4))).isEqualTo(Action.PATCH);
        assertThat(settledFor(patch, present(5))).isEqualTo(new Outcome.AlreadyApplied(false));
        assertThat(settledFor(patch, present(6))).isEqualTo(SUPERSEDED);
        assertThat(settledFor(patch, new Identity.Deleted(6))).isEqualTo(SUPERSEDED);
    }

    @Test
    void setsAStateWhateverVersionTheColumnsHave() {
        EntityWrite state = state(ROW, 5, 1, 2);

        assertThat(actionFor(state, present(4))).isEqualTo(Action.PATCH);
        assertThat(actionFor(state, present(5))).isEqualTo(Action.PATCH);
        assertThat(actionFor(state, present(9))).isEqualTo(Action.PATCH);
        assertThat(settledFor(state, new Identity.Deleted(6))).isEqualTo(SUPERSEDED);
    }

    @Test
    void bouncesAPatchOrStateOfARowThatIsNotThere() {
        Outcome missing = new Outcome.Bounced(ROW, Outcome.BounceReason.MISSING);
        Stream.of(patch(ROW, 5, "parentid", LookupTarget.NONE), state(ROW, 5, 1, 2))
                .forEach(write -> Stream.of(new Identity.Deleted(3), new Identity.Gone(3))
                        .forEach(identity -> assertThat(Verdict.of(merged(queued(write, 0)), Optional.of(identity)))
                                .isEqualTo(new Verdict.Settled(missing, Optional.of(new Identity.Gone(3))))));
    }

    @Test
    void linksInTheOrderOfVersions() {
        RowId.Link row = new RowId.Link("mig_Watchers", ROW, row("contact", "b"));
        LookupTarget end = new LookupTarget.ByKey(ROW);
        Identity linked = new Identity.Present(Optional.empty(), 3, Identity.Origin.CREATED_BY_FERRY);

        assertThat(action(Verdict.of(merged(queued(link(row, 1, end, end), 0)), Optional.empty())))
                .isEqualTo(Action.LINK);
        assertThat(actionFor(unlink(row, 4, end, end), linked)).isEqualTo(Action.LINK);
        assertThat(settledFor(link(row, 3, end, end), linked)).isEqualTo(new Outcome.AlreadyApplied(false));
        assertThat(settledFor(unlink(row, 2, end, end), linked)).isEqualTo(SUPERSEDED);
    }

    private static Action actionFor(EntityWrite write, Identity identity) {
        return action(Verdict.of(merged(queued(write, 0)), Optional.of(identity)));
    }

    private static Action actionFor(Identity identity) {
        return action(Verdict.of(merged(queued(renamed(ROW, 5, "x"), 0)), Optional.of(identity)));
    }

    private static Outcome settledFor(EntityWrite write, Identity identity) {
        return ((Verdict.Settled) Verdict.of(merged(queued(write, 0)), Optional.of(identity))).outcome();
    }

    private static Action action(Verdict verdict) {
        return ((Verdict.Send) verdict).action();
    }

    private static RowTask sent(Verdict verdict) {
        return ((Verdict.Send) verdict).task();
    }

    private static Identity present(long version) {
        return new Identity.Present(Optional.of(GUID), version, Identity.Origin.CREATED_BY_FERRY);
    }

    static MergedWrite merged(QueuedWrite... writes) {
        RowQueues rows = new RowQueues();
        List.of(writes).forEach(rows::add);
        return rows.take(any -> true).orElseThrow();
    }
}
