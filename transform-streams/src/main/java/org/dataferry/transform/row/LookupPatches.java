package org.dataferry.transform.row;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.outcome.Outcome;
import org.dataferry.schemas.write.Cause;
import org.dataferry.schemas.write.EntityWrite;
import org.dataferry.schemas.write.FanOut;
import org.dataferry.schemas.write.Part;
import org.dataferry.schemas.write.WriteId;
import org.dataferry.transform.state.BoundLookup;
import org.dataferry.transform.state.RowState;
import org.dataferry.transform.state.RowVersion;
import org.dataferry.transform.state.Waiting;

/** The lookups of a cycle: left out where the row that one names is missing, and patched once both rows are there. */
final class LookupPatches {

    private final RowRules.Book rules;
    private final LookupBinder binder;
    private final FenceQueue queue;
    private final RowOutlet outlet;
    private final String mappingVersion;

    LookupPatches(RowRules.Book rules, LookupBinder binder, FenceQueue queue, RowOutlet outlet, String mappingVersion) {
        this.rules = rules;
        this.binder = binder;
        this.queue = queue;
        this.outlet = outlet;
        this.mappingVersion = mappingVersion;
    }

    /** Announces a write for each lookup that may be left out and names a row that is missing now. */
    Map<String, Waiting.ToPatch> announced(
            WriteId write, Map<String, Optional<RowId>> lookups, List<WriteId> announced) {
        Set<String> patched = rules.of(write.row()).patched();
        if (patched.isEmpty()) {
            return Map.of();
        }
        Map<String, Waiting.ToPatch> patches = new HashMap<>();
        for (String column : patched) {
            Optional<RowId> named = lookups.getOrDefault(column, Optional.empty());
            if (named.isPresent() && binder.find(named.get(), Optional.empty()).isEmpty()) {
                WriteId patch = new WriteId(write.cause(), write.row(), Part.LOOKUP, column);
                announced.add(patch);
                outlet.record(patch, new Outcome.Parked(named.get()));
                patches.put(column, new Waiting.ToPatch(patch, named.get(), Optional.empty()));
                queue.add(write.row());
            }
        }
        return patches;
    }

    /** A lookup whose row was there when the image came, and is not any more, is patched as well. */
    RowState leftOut(RowId row, RowState state, Waiting.ForRow image, Set<String> leftOut) {
        Set<String> more = new TreeSet<>(leftOut);
        more.removeAll(state.patches().keySet());
        if (more.isEmpty()) {
            return state;
        }
        RowState after = state.skipVersion();
        Cause cause = new Cause.OfLoss(after.last());
        List<WriteId> announced = new ArrayList<>();
        Map<String, Waiting.ToPatch> patches = new TreeMap<>(after.patches());
        for (String column : more) {
            RowId named = image.lookups().get(column).orElseThrow();
            WriteId write = new WriteId(cause, row, Part.LOOKUP, column);
            Optional<UUID> except = named.equals(image.waitingFor()) ? image.except() : Optional.empty();
            announced.add(write);
            outlet.record(write, new Outcome.Parked(named));
            patches.put(column, new Waiting.ToPatch(write, named, except));
        }
        outlet.announce(row, new FanOut.Reannounced(cause, announced));
        queue.add(row);
        return after.patches(patches);
    }

    /** Those that the row's own image holds by now need no patch any more. */
    RowState included(RowState state, Waiting.ForRow image, Set<String> leftOut) {
        Map<String, Waiting.ToPatch> left = new TreeMap<>(state.patches());
        left.entrySet().removeIf(patch -> {
            boolean included = image.lookups().containsKey(patch.getKey()) && !leftOut.contains(patch.getKey());
            if (included) {
                outlet.record(patch.getValue().write(), new Outcome.Skipped(Outcome.SkipReason.SUPERSEDED));
            }
            return included;
        });
        return state.patches(left);
    }

    /** Sends the first patch that can go; says of the others what they wait for, where that is another by now. */
    RowState sent(RowId row, RowState state) {
        boolean isThere = state.isSettled() && state.waiting().isEmpty();
        Map<String, Waiting.ToPatch> patches = new TreeMap<>(state.patches());
        for (Map.Entry<String, Waiting.ToPatch> entry : patches.entrySet()) {
            Waiting.ToPatch patch = entry.getValue();
            Optional<BoundLookup> target = binder.find(patch.row(), patch.except());
            if (target.isPresent() && isThere) {
                RowState after = state.patches(patches).patched(entry.getKey(), target.get());
                outlet.send(new EntityWrite.PatchLookup(
                        patch.write(),
                        after.last(),
                        entry.getKey(),
                        target.get().target(),
                        mappingVersion));
                return after;
            }
            if (target.isPresent() && !patch.forItself()) {
                outlet.record(patch.write(), new Outcome.Parked(row));
                entry.setValue(patch.waitingForItself());
            } else if (target.isEmpty() && (patch.forItself() || patch.orphan() && !binder.isUnheardOf(patch.row()))) {
                outlet.record(patch.write(), new Outcome.Parked(patch.row()));
                queue.add(row);
                entry.setValue(patch.waitingForNamed());
            }
        }
        return state.patches(patches);
    }

    /** At a fence: those whose row nobody has heard of are rejected, and go on waiting. */
    RowState orphaned(RowState state) {
        Map<String, Waiting.ToPatch> patches = new TreeMap<>(state.patches());
        patches.replaceAll((column, patch) -> {
            if (patch.orphan() || !binder.isUnheardOf(patch.row())) {
                return patch;
            }
            outlet.record(patch.write(), Orphans.rejected(patch.row(), rules.plain()));
            return patch.orphaned();
        });
        return state.patches(patches);
    }

    /** Waits again. */
    RowState bounced(WriteId write, RowVersion.Image image, RowId about, RowState state) {
        BoundLookup lookup = image.lookups().getOrDefault(write.column(), BoundLookup.NONE);
        if (lookup.named().isEmpty()) {
            outlet.record(write, new Outcome.Skipped(Outcome.SkipReason.SUPERSEDED));
            return state;
        }
        RowId named = lookup.named().get();
        boolean isOfNamed = lookup.row().equals(Optional.of(about));
        outlet.record(write, new Outcome.Parked(isOfNamed ? named : about));
        queue.add(write.row());
        Map<String, Waiting.ToPatch> patches = new TreeMap<>(state.patches());
        Optional<UUID> except = isOfNamed ? lookup.guid() : Optional.empty();
        patches.put(write.column(), new Waiting.ToPatch(write, named, except));
        return state.patches(patches);
    }
}
