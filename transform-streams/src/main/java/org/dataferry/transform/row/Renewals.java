package org.dataferry.transform.row;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.dataferry.schemas.identity.Identity;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.outcome.Outcome;
import org.dataferry.schemas.outcome.RejectionReason;
import org.dataferry.schemas.write.Cause;
import org.dataferry.schemas.write.FanOut;
import org.dataferry.schemas.write.Part;
import org.dataferry.schemas.write.WriteId;
import org.dataferry.transform.state.BoundLookup;
import org.dataferry.transform.state.RowState;
import org.dataferry.transform.state.RowVersion;
import org.dataferry.transform.state.Waiting;

/**
 * Rows that go out again although their source row is as it was: the target lost them, or one that they name came back
 * under another GUID or merged into another row.
 */
final class Renewals {

    private final RowRules.Book rules;
    private final LookupBinder binder;
    private final LookupPatches patches;
    private final StatePhase phase;
    private final RowFiles files;
    private final ImageSender images;
    private final RowOutlet outlet;

    Renewals(
            RowRules.Book rules,
            LookupBinder binder,
            LookupPatches patches,
            StatePhase phase,
            RowFiles files,
            ImageSender images,
            RowOutlet outlet) {
        this.rules = rules;
        this.binder = binder;
        this.patches = patches;
        this.phase = phase;
        this.files = files;
        this.images = images;
        this.outlet = outlet;
    }

    /**
     * The target does not have the row any more. Something newer that waits or is on its way brings it again; else its
     * mapping says what becomes of it.
     */
    RowState lost(RowId row, RowState known) {
        if (known.applied().isEmpty() || known.applied().get() instanceof RowVersion.Removed) {
            return known;
        }
        RowState state = known.lost();
        return known.isSettled() && state.waiting().isEmpty()
                ? madeUpFor(row, state, known.applied().get())
                : state;
    }

    /**
     * A patch has found that the row is not there, which may have been heard before, when the patch was on its way. Where it
     * names the row itself, it may have found no more than that the row has another GUID by now: if the row is lost, its
     * identity says so.
     */
    RowState lostBeforePatch(RowId row, RowState known, RowVersion.Image image, boolean namesItself) {
        boolean heard = known.isNowhere() && known.applied().isPresent();
        if (heard) {
            return known.waiting().isEmpty() ? madeUpFor(row, known, image) : known;
        }
        return namesItself ? known : lost(row, known);
    }

    private RowState madeUpFor(RowId row, RowState state, RowVersion lost) {
        return switch (rules.of(row).lostPolicy()) {
            case REWRITE ->
                lost instanceof RowVersion.Image image
                        ? rewritten(row, state, image)
                        : reported(
                                row,
                                state,
                                lost,
                                "too many of its versions were on their way to know what it was like");
            case REPORT -> reported(row, state, lost, "its mapping says to report that");
        };
    }

    /** Written anew with all of its parts. Parts that waited for it go on waiting. */
    private RowState rewritten(RowId row, RowState state, RowVersion.Image image) {
        Cause cause = new Cause.OfLoss(image.number());
        WriteId write = new WriteId(cause, row, ownPart(row));
        Map<String, Optional<RowId>> names = BoundLookups.without(
                BoundLookups.names(image.lookups()), state.patches().keySet());
        List<WriteId> announced = new ArrayList<>(List.of(write));
        Map<String, Waiting.ToPatch> all = new TreeMap<>(state.patches());
        all.putAll(patches.announced(write, names, announced));
        RowState after = images.placed(
                row,
                state.patches(all),
                new Waiting.ForRow(write, image.columns(), names, row, Optional.empty(), true, false));
        if (state.state().held().isEmpty()) {
            after = phase.held(
                    write, after.state(state.state().madeAnew()), state.state().wanted(), announced);
        }
        after = files.heldAnew(row, after, cause, announced);
        outlet.announce(row, new FanOut.Reannounced(cause, announced));
        return after;
    }

    /** A write that is rejected at once says so to who counts; parts that waited for the row have nothing to be part of. */
    private RowState reported(RowId row, RowState state, RowVersion lost, String why) {
        Cause cause = new Cause.OfLoss(lost.number());
        WriteId write = new WriteId(cause, row, ownPart(row));
        Outcome rejected =
                new Outcome.Rejected(RejectionReason.ROW_LOST, "it is not in the target any more, and " + why);
        outlet.announce(row, new FanOut.Reannounced(cause, List.of(write)));
        outlet.record(write, rejected);
        outlet.identify(row, new Identity.Rejected(state.last()));
        state.patches().values().forEach(patch -> outlet.record(patch.write(), rejected));
        return phase.withoutRow(row, files.released(state.patches(Map.of()), rejected));
    }

    /** Sends a row again whose image names one that has another GUID by now, or is merged into another row. */
    RowState rebound(RowId row, RowState state) {
        Optional<RowVersion.Image> image = state.image();
        if (image.isEmpty()) {
            return state;
        }
        for (Map.Entry<String, BoundLookup> lookup : image.get().lookups().entrySet()) {
            BoundLookup before = lookup.getValue();
            Optional<BoundLookup> now = before.named().flatMap(named -> binder.find(named, Optional.empty()));
            if (!state.patches().containsKey(lookup.getKey())
                    && now.filter(before::isAnother).isPresent()) {
                RowState next = state.skipVersion();
                Cause cause = cause(before, now.get(), next.last());
                WriteId write = new WriteId(cause, row, ownPart(row));
                outlet.announce(row, new FanOut.Reannounced(cause, List.of(write)));
                return images.placed(
                        row,
                        next,
                        new Waiting.ForRow(
                                write,
                                image.get().columns(),
                                BoundLookups.without(
                                        BoundLookups.names(image.get().lookups()),
                                        state.patches().keySet()),
                                row,
                                Optional.empty(),
                                false,
                                false));
            }
        }
        return state;
    }

    private static Cause cause(BoundLookup before, BoundLookup now, long number) {
        RowId row = now.row().orElseThrow();
        return before.row().equals(now.row())
                ? new Cause.OfReturn(row, now.guid().orElseThrow(), number)
                : new Cause.OfMerge(now.named().orElseThrow(), row, number);
    }

    private static Part ownPart(RowId row) {
        return row instanceof RowId.Link ? Part.LINK : Part.ROW;
    }
}
