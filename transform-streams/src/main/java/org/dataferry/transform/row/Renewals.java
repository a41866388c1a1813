package org.dataferry.transform.row;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.write.Cause;
import org.dataferry.schemas.write.FanOut;
import org.dataferry.schemas.write.Part;
import org.dataferry.schemas.write.WriteId;
import org.dataferry.transform.state.BoundLookup;
import org.dataferry.transform.state.RowState;
import org.dataferry.transform.state.RowVersion;
import org.dataferry.transform.state.StatePart;
import org.dataferry.transform.state.Waiting;

/**
 * Rows that go out again although their source row is as it was: the target lost them, or one that they name came back
 * under another GUID or merged into another row.
 */
final class Renewals {

    private final LookupBinder binder;
    private final LookupPatches patches;
    private final StatePhase phase;
    private final ImageSender images;
    private final RowOutlet outlet;

    Renewals(LookupBinder binder, LookupPatches patches, StatePhase phase, ImageSender images, RowOutlet outlet) {
        this.binder = binder;
        this.patches = patches;
        this.phase = phase;
        this.images = images;
        this.outlet = outlet;
    }

    /**
     * The row is not there. It is written anew with all of its parts, unless something newer waits or is on its way that will
     * do so. Parts that waited for it go on waiting.
     */
    RowState rewritten(RowId row, RowState known) {
        if (known.applied().isEmpty() || known.applied().get() instanceof RowVersion.Removed) {
            return known;
        }
        RowState state = known.lost();
        if (!known.isSettled() || state.waiting().isPresent() || known.image().isEmpty()) {
            return state;
        }
        RowVersion.Image image = known.image().get();
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
            after = phase.held(write, after.state(StatePart.NONE), state.state().wanted(), announced);
        }
        outlet.announce(row, new FanOut.Reannounced(cause, announced));
        return after;
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
