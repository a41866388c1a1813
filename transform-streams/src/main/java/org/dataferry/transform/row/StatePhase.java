package org.dataferry.transform.row;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.outcome.Outcome;
import org.dataferry.schemas.outcome.RejectionReason;
import org.dataferry.schemas.write.Cause;
import org.dataferry.schemas.write.EntityWrite;
import org.dataferry.schemas.write.FanOut;
import org.dataferry.schemas.write.Part;
import org.dataferry.schemas.write.WriteId;
import org.dataferry.transform.mapping.DeletePolicy;
import org.dataferry.transform.mapping.MappingResult;
import org.dataferry.transform.mapping.TargetState;
import org.dataferry.transform.state.RowState;
import org.dataferry.transform.state.StatePart;
import org.dataferry.transform.state.Waiting;

/** States of rows: held until their phase opens and the row is there, and set again on a row that was made anew. */
final class StatePhase {

    private final RowRules.Book rules;
    private final Fences fences;
    private final Phases phases;
    private final RowOutlet outlet;
    private final String mappingVersion;
    private final RowLimits limits;

    StatePhase(
            RowRules.Book rules,
            Fences fences,
            Phases phases,
            RowOutlet outlet,
            String mappingVersion,
            RowLimits limits) {
        this.rules = rules;
        this.fences = fences;
        this.phases = phases;
        this.outlet = outlet;
        this.mappingVersion = mappingVersion;
        this.limits = limits;
    }

    /** The state that a row is to have; empty if nobody has said so. */
    Optional<TargetState> wanted(RowId row, MappingResult.Mapped desired, RowState state) {
        if (desired.state().isPresent()) {
            return desired.state();
        }
        StatePart part = state.state();
        boolean mayBeInactive = part.isInDoubt()
                || part.wanted().filter(is -> !is.equals(TargetState.ACTIVE)).isPresent();
        boolean byPolicy = rules.of(row).deletePolicy() == DeletePolicy.DEACTIVATE;
        return mayBeInactive && byPolicy || part.mayHaveOldState() ? Optional.of(TargetState.ACTIVE) : Optional.empty();
    }

    /** Holds a state that is another than the row has or will have; its write is added to those to be announced. */
    RowState held(WriteId write, RowState state, Optional<TargetState> wanted, List<WriteId> announced) {
        StatePart part = state.state();
        if (wanted.isEmpty() || part.isToBe(wanted.get())) {
            return state;
        }
        part.held().ifPresent(held -> outlet.record(held.write(), new Outcome.Skipped(Outcome.SkipReason.SUPERSEDED)));
        WriteId own = new WriteId(write.cause(), write.row(), Part.STATE);
        announced.add(own);
        outlet.record(own, new Outcome.Deferred(Outcome.DeferralReason.PHASE));
        return state.state(part.holding(new StatePart.Held(own, wanted.get())));
    }

    /** A row that is not to be there needs no state: one that is held gives way. */
    RowState givenUp(RowState state) {
        state.state()
                .held()
                .ifPresent(held -> outlet.record(held.write(), new Outcome.Skipped(Outcome.SkipReason.SUPERSEDED)));
        return state.state(state.state().released());
    }

    /**
     * The row is not there, and nothing brings it until its source row changes. A row that was to be deactivated needs
     * nothing then.
     */
    RowState withoutRow(RowId row, RowState state) {
        Outcome outcome = rules.of(row).deletePolicy() == DeletePolicy.DEACTIVATE
                ? new Outcome.Skipped(Outcome.SkipReason.NO_CHANGE)
                : new Outcome.Rejected(
                        RejectionReason.ROW_LOST,
                        "its row is not in the target any more, and is not written anew by itself");
        state.state().held().ifPresent(held -> outlet.record(held.write(), outcome));
        return state.state(state.state().released());
    }

    /**
     * The phase of states opens when the first fence has passed: the rows of the first load are there then. That of some
     * entities opens by a command.
     */
    RowState sent(RowId row, RowState state) {
        StatePart.Held held = state.state().held().orElseThrow();
        if (!isOpen(row) || !mayBeThere(state)) {
            return state;
        }
        RowState next = state.skipVersion();
        RowState after = next.state(next.state().sent(next.last(), held.state(), limits.unappliedImages()));
        outlet.send(new EntityWrite.SetState(
                held.write(), after.last(), held.state().state(), held.state().status(), mappingVersion));
        return after;
    }

    private boolean isOpen(RowId row) {
        return fences.passed() > 0
                && (!rules.of(row).statesByCommand() || phases.openedStates().contains(row.entity()));
    }

    /** Where nothing brings the row any more and no answer told whether it is there, the sink finds out. */
    static boolean mayBeThere(RowState state) {
        return state.isSettled() || state.isNowhere() && state.waiting().isEmpty();
    }

    static boolean isToGo(RowState state) {
        return state.waiting().filter(Waiting.ToRemove.class::isInstance).isPresent();
    }

    /**
     * A row that had its state, and had to be made anew as somebody had removed it, is to have that state again. The write has a number of
     * its own: should the row be lost once more, that is told by the number of the version that was made anew.
     */
    RowState madeAnew(WriteId write, RowState state) {
        if (state.state().applied().isEmpty()) {
            return state;
        }
        RowState next = state.skipVersion();
        Cause cause = new Cause.OfLoss(next.last());
        List<WriteId> announced = new ArrayList<>();
        Optional<TargetState> wanted = state.state().wanted();
        RowState after = held(
                new WriteId(cause, write.row(), Part.ROW),
                next.state(state.state().madeAnew()),
                wanted,
                announced);
        if (!announced.isEmpty()) {
            outlet.announce(write.row(), new FanOut.Reannounced(cause, announced));
        }
        return after;
    }

    /** What the sink said. A bounced state is held again, unless the row is to go. */
    RowState concluded(WriteId write, long version, Outcome outcome, RowState state) {
        return switch (outcome) {
            case Outcome.Applied ignored -> state.state(state.state().applied(version));
            case Outcome.AlreadyApplied ignored -> state.state(state.state().applied(version));
            case Outcome.Skipped(Outcome.SkipReason reason) -> state.state(skipped(version, reason, state.state()));
            case Outcome.Rejected ignored -> state.state(state.state().dropped(version));
            case Outcome.Bounced ignored -> bounced(write, version, state);
            case Outcome.Parked ignored -> state;
            case Outcome.Deferred ignored -> state;
        };
    }

    private static StatePart skipped(long version, Outcome.SkipReason reason, StatePart part) {
        return switch (reason) {
            case CHANGED_IN_TARGET -> part.dropped(version);
            case SUPERSEDED, NO_CHANGE, FILTERED, KEPT, IN_ANOTHER_ROW -> part.superseded(version);
        };
    }

    private RowState bounced(WriteId write, long version, RowState state) {
        Optional<StatePart.Underway> sent = state.state().underway(version);
        boolean newest = state.state().newest() == version;
        StatePart dropped = state.state().dropped(version);
        if (sent.isEmpty() || !newest || dropped.held().isPresent() || isToGo(state)) {
            outlet.record(write, new Outcome.Skipped(Outcome.SkipReason.SUPERSEDED));
            return state.state(dropped);
        }
        outlet.record(write, new Outcome.Deferred(Outcome.DeferralReason.PHASE));
        RowState after =
                state.state(dropped.holding(new StatePart.Held(write, sent.get().state())));
        return after;
    }
}
