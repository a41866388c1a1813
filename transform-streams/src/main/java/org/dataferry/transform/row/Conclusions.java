package org.dataferry.transform.row;

import java.util.Map;
import java.util.Optional;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.outcome.Outcome;
import org.dataferry.schemas.outcome.RejectionReason;
import org.dataferry.schemas.write.Cause;
import org.dataferry.schemas.write.Part;
import org.dataferry.schemas.write.WriteId;
import org.dataferry.transform.state.BoundLookup;
import org.dataferry.transform.state.RowState;
import org.dataferry.transform.state.RowVersion;
import org.dataferry.transform.state.Waiting;

/** What follows for a row from what the sink said of one of its writes. */
final class Conclusions {

    private final LookupPatches patches;
    private final StatePhase phase;
    private final RowFiles files;
    private final ImageSender images;
    private final Removals removals;
    private final Renewals renewals;
    private final RowOutlet outlet;

    Conclusions(
            LookupPatches patches,
            StatePhase phase,
            RowFiles files,
            ImageSender images,
            Removals removals,
            Renewals renewals,
            RowOutlet outlet) {
        this.patches = patches;
        this.phase = phase;
        this.files = files;
        this.images = images;
        this.removals = removals;
        this.renewals = renewals;
        this.outlet = outlet;
    }

    RowState concluded(WriteId write, long version, Outcome outcome, RowState state) {
        return switch (write.part()) {
            case STATE -> stateConcluded(write, version, outcome, state);
            case FILE -> fileConcluded(write, version, outcome, state);
            case ROW, LOOKUP, LINK -> rowConcluded(write, version, outcome, state);
        };
    }

    private RowState rowConcluded(WriteId write, long version, Outcome outcome, RowState state) {
        return switch (outcome) {
            case Outcome.Applied(Outcome.Effect effect) ->
                effect == Outcome.Effect.CREATED
                        ? files.madeAnew(write.row(), phase.madeAnew(write, applied(write, version, state)))
                        : applied(write, version, state);
            case Outcome.AlreadyApplied ignored -> applied(write, version, state);
            case Outcome.Skipped(Outcome.SkipReason reason) -> skipped(write, version, reason, state);
            case Outcome.Rejected rejected -> refused(dropped(write, version, state), rejected);
            case Outcome.Bounced(RowId about, Outcome.BounceReason reason) ->
                bounced(write, version, about, reason, state);
            case Outcome.Parked ignored -> state;
            case Outcome.Deferred ignored -> state;
        };
    }

    /** What the target was not to get is as if it was refused; only a version that another took the place of may be there. */
    private static RowState skipped(WriteId write, long version, Outcome.SkipReason reason, RowState state) {
        return switch (reason) {
            case CHANGED_IN_TARGET -> dropped(write, version, state);
            case SUPERSEDED, NO_CHANGE, FILTERED, KEPT, IN_ANOTHER_ROW -> state.superseded(version);
        };
    }

    /** What binds a row anew is sent by itself; so what the target did not take of that must not be sent by itself again. */
    private static RowState dropped(WriteId write, long version, RowState state) {
        return switch (write.cause()) {
            case Cause.OfReturn ignored -> state.bindingDropped(version);
            case Cause.OfMerge ignored -> state.bindingDropped(version);
            case Cause.OfChange ignored -> state.dropped(version);
            case Cause.OfReplay ignored -> state.dropped(version);
            case Cause.OfReferenceData ignored -> state.dropped(version);
            case Cause.OfMapping ignored -> state.dropped(version);
            case Cause.OfLoss ignored -> state.dropped(version);
        };
    }

    private static RowState applied(WriteId write, long version, RowState state) {
        return write.part() == Part.LOOKUP ? state.appliedInPart(version) : state.applied(version);
    }

    /** Where the row itself was refused and is not there, its other parts have nothing to be part of. */
    private RowState refused(RowState state, Outcome.Rejected rejected) {
        if (!state.isNowhere() || state.isInDoubt() || state.waiting().isPresent()) {
            return state;
        }
        Outcome same = new Outcome.Rejected(rejected.reason(), "its row was refused: " + rejected.detail());
        state.patches().values().forEach(patch -> outlet.record(patch.write(), same));
        state.state().held().ifPresent(held -> outlet.record(held.write(), same));
        return files.released(state.patches(Map.of()).state(state.state().released()), same);
    }

    private RowState bounced(WriteId write, long version, RowId about, Outcome.BounceReason reason, RowState state) {
        // If an answer was lost before, the target may have it all the same.
        RowState after = state.superseded(version);
        boolean newest = state.newest() == version && state.waiting().isEmpty();
        Optional<RowVersion> bounced = state.underway().stream()
                .filter(sent -> sent.number() == version)
                .findFirst();
        if (!newest || bounced.isEmpty()) {
            outlet.record(write, new Outcome.Skipped(Outcome.SkipReason.SUPERSEDED));
            return after;
        }
        return switch (bounced.get()) {
            case RowVersion.Image image
            when reason == Outcome.BounceReason.MISSING -> {
                if (write.part() == Part.LOOKUP) {
                    RowState again = patches.bounced(write, image, about, after);
                    yield about.equals(write.row()) ? lostBeforePatch(write, image, again) : again;
                }
                Optional<BoundLookup> missing = BoundLookups.boundTo(image.lookups(), about);
                Waiting.ForRow again = new Waiting.ForRow(
                        write,
                        image.columns(),
                        BoundLookups.without(
                                BoundLookups.names(image.lookups()),
                                after.patches().keySet()),
                        missing.flatMap(BoundLookup::named).orElse(about),
                        missing.flatMap(BoundLookup::guid),
                        false,
                        false);
                yield images.placed(write.row(), after, again);
            }
            case RowVersion.Removed removed -> removals.bounced(write, removed, reason, after);
            case RowVersion.Image image ->
                throw new IllegalStateException("a row that is written cannot be still named: " + write);
            case RowVersion.Forgotten forgotten -> {
                outlet.record(write, new Outcome.Skipped(Outcome.SkipReason.SUPERSEDED));
                yield after;
            }
        };
    }

    private RowState lostBeforePatch(WriteId patch, RowVersion.Image image, RowState state) {
        RowId row = patch.row();
        BoundLookup named = image.lookups().get(patch.column());
        return renewals.lostBeforePatch(
                row, state, image, named != null && named.row().equals(Optional.of(row)));
    }

    private RowState stateConcluded(WriteId write, long version, Outcome outcome, RowState state) {
        RowState after = phase.concluded(write, version, outcome, state);
        boolean isHeldAgain =
                outcome instanceof Outcome.Bounced && after.state().held().isPresent();
        if (!isHeldAgain) {
            return after;
        }
        return withoutItsRow(write.row(), after);
    }

    private RowState fileConcluded(WriteId write, long version, Outcome outcome, RowState state) {
        RowState after = files.concluded(write, version, outcome, state);
        return outcome instanceof Outcome.Bounced && after.parts().holdsFiles()
                ? withoutItsRow(write.row(), after)
                : after;
    }

    /** A part has found that its row is not there. */
    private RowState withoutItsRow(RowId row, RowState state) {
        RowState anew = renewals.lost(row, state);
        if (!anew.isNowhere() || anew.waiting().isPresent()) {
            return anew;
        }
        Outcome lost = new Outcome.Rejected(
                RejectionReason.ROW_LOST, "its row is not in the target any more, and is not written anew by itself");
        return phase.withoutRow(row, files.released(anew, lost));
    }
}
