package org.dataferry.transform.row;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.dataferry.schemas.identity.Identity;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.outcome.Outcome;
import org.dataferry.schemas.write.EntityWrite;
import org.dataferry.schemas.write.LookupTarget;
import org.dataferry.schemas.write.WriteId;
import org.dataferry.transform.state.BoundLookup;
import org.dataferry.transform.state.RowState;
import org.dataferry.transform.state.Step;
import org.dataferry.transform.state.Waiting;

/** Sends the image of a row once all rows that it names are there; parks it until then. */
final class ImageSender {

    private final RowRules.Book rules;
    private final LookupBinder binder;
    private final FenceQueue queue;
    private final LookupPatches patches;
    private final RowOutlet outlet;
    private final String mappingVersion;
    private final RowLimits limits;

    ImageSender(
            RowRules.Book rules,
            LookupBinder binder,
            FenceQueue queue,
            LookupPatches patches,
            RowOutlet outlet,
            String mappingVersion,
            RowLimits limits) {
        this.rules = rules;
        this.binder = binder;
        this.queue = queue;
        this.patches = patches;
        this.outlet = outlet;
        this.mappingVersion = mappingVersion;
        this.limits = limits;
    }

    /** Sends the image if all rows that it names are there; parks it otherwise. */
    RowState placed(RowId row, RowState state, Waiting.ForRow image) {
        return switch (binder.bind(image.lookups(), rules.of(row).patched(), image.except())) {
            case LookupBinder.Binding.Missing(RowId missing) -> parked(row, state, image, missing);
            case LookupBinder.Binding.Bound(var lookups, var leftOut) -> {
                RowState after = patches.leftOut(row, state.waiting(Optional.empty()), image, leftOut);
                yield sent(row, after, image, lookups, leftOut);
            }
        };
    }

    private RowState parked(RowId row, RowState state, Waiting.ForRow image, RowId missing) {
        boolean waits = state.waiting().filter(image::equals).isPresent() && missing.equals(image.waitingFor());
        boolean comesAfterAll = image.orphan() && !binder.isUnheardOf(missing);
        if (waits && !comesAfterAll) {
            return state;
        }
        outlet.record(image.write(), new Outcome.Parked(missing));
        if (state.isNowhere() && !binder.isPresent(row)) {
            outlet.identify(row, new Identity.Parked(state.last()));
        }
        queue.add(row);
        Optional<UUID> except = missing.equals(image.waitingFor()) ? image.except() : Optional.empty();
        return state.waiting(Optional.of(new Waiting.ForRow(
                image.write(), image.columns(), image.lookups(), missing, except, image.whole(), false)));
    }

    private RowState sent(
            RowId row, RowState state, Waiting.ForRow image, Map<String, BoundLookup> lookups, Set<String> leftOut) {
        WriteId write = image.write();
        Set<String> patchedLater = new TreeSet<>(leftOut);
        patchedLater.addAll(state.patches().keySet());
        RowState after =
                switch (state.upsert(image.columns(), lookups, patchedLater, image.whole(), limits.unappliedImages())) {
                    case Step.Unchanged ignored -> {
                        outlet.record(write, new Outcome.Skipped(Outcome.SkipReason.NO_CHANGE));
                        yield state;
                    }
                    case Step.Upsert upsert -> {
                        outlet.send(upsert(write, upsert));
                        yield upsert.after();
                    }
                    case Step.Remove impossible -> throw new IllegalStateException("an image is no removal: " + write);
                };
        return patches.included(after, image, leftOut);
    }

    private EntityWrite upsert(WriteId write, Step.Upsert upsert) {
        Map<String, LookupTarget> lookups = BoundLookups.targets(upsert.lookups());
        if (write.row() instanceof RowId.Link) {
            return new EntityWrite.Link(
                    write, upsert.version(), lookups.get(LinkEnds.FROM), lookups.get(LinkEnds.TO), mappingVersion);
        }
        return new EntityWrite.UpsertRow(
                write, upsert.version(), upsert.basedOn(), upsert.columns(), lookups, upsert.changed(), mappingVersion);
    }
}
