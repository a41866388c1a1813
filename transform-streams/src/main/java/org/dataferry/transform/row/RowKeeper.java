package org.dataferry.transform.row;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.dataferry.schemas.identity.Identity;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.outcome.Outcome;
import org.dataferry.schemas.outcome.RejectionReason;
import org.dataferry.schemas.write.Cause;
import org.dataferry.schemas.write.EntityWrite;
import org.dataferry.schemas.write.FanOut;
import org.dataferry.schemas.write.LookupTarget;
import org.dataferry.schemas.write.Part;
import org.dataferry.schemas.write.WriteId;
import org.dataferry.transform.mapping.DeletePolicy;
import org.dataferry.transform.mapping.MappingResult;
import org.dataferry.transform.mapping.TargetState;
import org.dataferry.transform.state.RowState;
import org.dataferry.transform.state.RowVersion;
import org.dataferry.transform.state.StatePart;
import org.dataferry.transform.state.Waiting;

/**
 * Decides for the rows of a task what is sent, what waits, and what needs nothing.
 *
 * <ol>
 *   <li>What waits of a row is its newest image alone; an older one that waited is superseded.
 *   <li>A row waits for the first row that it names and that is missing, and is tried again when that comes. A lookup of a
 *       cycle does not wait: it is left out and patched once both rows are there.
 *   <li>A row that others may name is removed only after a fence has passed that was set after the removal: what let go of
 *       it before has done so by then. What the target refuses all the same waits for the next fence.
 *   <li>A row that waits for one that nobody has heard of by the next fence is an orphan, and rejected; it goes on
 *       waiting, and goes out under the same write if that row comes after all.
 *   <li>A row that names one which came back under another GUID goes out again; one that the target lost is written anew.
 *   <li>A state is sent once rows of the first load have passed a fence, and the row is there.
 * </ol>
 */
public final class RowKeeper {

    /** At a heartbeat a second some minutes: rows that let go late have had their chance, and somebody is to hear of it. */
    static final int MOST_REFUSALS = 60;

    private final RowRules.Book rules;
    private final RowStates states;
    private final ReferenceKeeper references;
    private final LookupBinder binder;
    private final Fences fences;
    private final FenceQueue queue;
    private final FenceWaits waits;
    private final RowOutlet outlet;
    private final String mappingVersion;
    private final int unappliedImages;

    /** @param unappliedImages see {@code limits.transform.unappliedImages} */
    public RowKeeper(
            RowRules.Book rules,
            RowStates states,
            References references,
            Identities identities,
            Fences fences,
            FenceWaits waits,
            RowOutlet outlet,
            String mappingVersion,
            int unappliedImages) {
        this.rules = rules;
        this.states = states;
        this.references = new ReferenceKeeper(references);
        this.binder = new LookupBinder(identities);
        this.fences = fences;
        this.queue = new FenceQueue(fences);
        this.waits = waits;
        this.outlet = outlet;
        this.mappingVersion = mappingVersion;
        this.unappliedImages = unappliedImages;
        waits.all().forEach(queue::add);
    }

    /**
     * The row is to be like this.
     *
     * @param whole send all of it, whatever the target is known to have
     * @return the writes of other parts of the row that this causes, to be announced with its own
     */
    public List<WriteId> want(WriteId write, MappingResult.Mapped desired, boolean whole) {
        RowId row = write.row();
        RowState before = states.get(row);
        List<WriteId> more = new ArrayList<>();
        RowState after = superseded(before);
        after = after.patches(patches(write, desired.lookups(), more));
        after = placed(
                row,
                after,
                new Waiting.ForRow(write, desired.columns(), desired.lookups(), row, Optional.empty(), whole, false));
        after = holdState(write, after, wantedState(row, desired, after), more);
        save(row, before, advance(row, after));
        return more;
    }

    /**
     * There is to be no such row.
     *
     * @param otherwise why nothing is done, where the target has no such row
     * @return as in {@link #want}
     */
    public List<WriteId> wantNone(WriteId write, Outcome.SkipReason otherwise) {
        RowId row = write.row();
        RowRules rule = rules.of(row);
        RowState before = states.get(row);
        List<WriteId> more = new ArrayList<>();
        RowState after = superseded(before);
        if (after.hasNothingToRemove()) {
            outlet.record(write, new Outcome.Skipped(otherwise));
            if (before.waiting().isPresent() || binder.isHeldUp(row)) {
                outlet.identify(row, new Identity.Deleted(after.last()));
            }
        } else {
            after = switch (rule.deletePolicy()) {
                case KEEP -> {
                    outlet.record(write, new Outcome.Skipped(Outcome.SkipReason.KEPT));
                    yield after;
                }
                case DEACTIVATE -> {
                    outlet.record(write, new Outcome.Skipped(Outcome.SkipReason.KEPT));
                    yield holdState(write, after, Optional.of(TargetState.INACTIVE), more);
                }
                case DELETE -> removed(row, after, write, rule);
            };
        }
        save(row, before, advance(row, after));
        return more;
    }

    /** The source row cannot be mapped. What went before stays as it is. */
    public void refuse(WriteId write, RejectionReason reason, String detail) {
        outlet.record(write, new Outcome.Rejected(reason, detail));
        RowState state = states.get(write.row());
        if (state.isNowhere() && state.waiting().isEmpty() && !binder.isPresent(write.row())) {
            outlet.identify(write.row(), new Identity.Rejected(state.last()));
        }
    }

    /** The sink has said what became of a write. */
    public void concluded(WriteId write, long version, Outcome outcome) {
        RowId row = write.row();
        RowState before = states.get(row);
        RowState after = write.part() == Part.STATE
                ? stateConcluded(write, version, outcome, before)
                : rowConcluded(write, version, outcome, before);
        save(row, before, advance(row, after));
    }

    /** A row that this one names has come, come back, or will not come. */
    public void wake(RowId row) {
        RowState before = states.get(row);
        RowState after = advance(row, before);
        if (after.waiting().filter(Waiting.ForRow.class::isInstance).isPresent()
                || !after.patches().isEmpty()) {
            queue.addIfNew(row);
        }
        save(row, before, after);
    }

    /**
     * The target does not have a row any more that Ferry brought there. It is written anew, if it is one of this task's and
     * nothing of it is on its way.
     *
     * @param version that it had
     */
    public void lost(RowId row, long version) {
        RowState before = states.get(row);
        if (before.applied().filter(applied -> applied.number() == version).isPresent()) {
            save(row, before, rewritten(row, before));
        }
    }

    /**
     * The row is not there. It is written anew with all of its parts, unless something newer waits or is on its way that will
     * do so. Parts that waited for it go on waiting.
     */
    private RowState rewritten(RowId row, RowState known) {
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
        Map<String, Optional<RowId>> names =
                withoutPatched(names(image.lookups()), state.patches().keySet());
        List<WriteId> announced = new ArrayList<>(List.of(write));
        Map<String, Waiting.ToPatch> patches = new TreeMap<>(state.patches());
        patches.putAll(patches(write, names, announced));
        RowState after = placed(
                row,
                state.patches(patches),
                new Waiting.ForRow(write, image.columns(), names, row, Optional.empty(), true, false));
        if (state.state().held().isEmpty()) {
            after = holdState(write, after.state(StatePart.NONE), state.state().wanted(), announced);
        }
        outlet.announce(row, new FanOut.Reannounced(cause, announced));
        return after;
    }

    /** A row waits for a fence after all: it was found waiting, and nothing is known of since when. */
    void waitAnew(RowId row) {
        queue.addIfNew(row);
    }

    /**
     * Goes on with rows whose fence has passed.
     *
     * @param most rows at a time
     * @return whether there may be more
     */
    public boolean passFences(int most) {
        for (int i = 0; i < most; i++) {
            Optional<RowId> next = queue.poll();
            if (next.isEmpty()) {
                return false;
            }
            RowState before = states.get(next.get());
            save(next.get(), before, advance(next.get(), fencePassed(next.get(), before)));
        }
        return true;
    }

    private RowState fencePassed(RowId row, RowState state) {
        RowState after = state;
        if (after.waiting().isPresent()) {
            after = switch (after.waiting().get()) {
                case Waiting.ToRemove(WriteId write, int refusals) ->
                    sendRemoval(row, after.waiting(Optional.empty()), write, refusals);
                case Waiting.ForRow parked
                when !parked.orphan() && binder.isUnheardOf(parked.waitingFor()) -> {
                    outlet.record(parked.write(), orphan(parked.waitingFor()));
                    if (after.isNowhere() && !binder.isPresent(row)) {
                        outlet.identify(row, new Identity.Rejected(after.last()));
                    }
                    yield after.waiting(Optional.of(parked.orphaned()));
                }
                case Waiting.ForRow ignored -> after;
                case Waiting.ToPatch ignored -> after;
            };
        }
        Map<String, Waiting.ToPatch> patches = new TreeMap<>(after.patches());
        patches.replaceAll((column, patch) -> {
            if (patch.orphan() || !binder.isUnheardOf(patch.row())) {
                return patch;
            }
            outlet.record(patch.write(), orphan(patch.row()));
            return patch.orphaned();
        });
        return after.patches(patches);
    }

    private static Outcome.Rejected orphan(RowId missing) {
        return new Outcome.Rejected(
                RejectionReason.ORPHAN, "names " + missing + ", which the source does not have, or did not send yet");
    }

    /** What may go out now, goes. */
    private RowState advance(RowId row, RowState state) {
        RowState after = state;
        if (after.waiting().isPresent() && after.waiting().get() instanceof Waiting.ForRow parked) {
            after = placed(row, after, parked);
        }
        if (after.waiting().isEmpty()) {
            after = rebound(row, after);
        }
        if (!after.patches().isEmpty()) {
            after = patchSent(row, after);
        }
        return after.state().held().isEmpty() ? after : stateSent(row, after);
    }

    /** Sends the image if all rows that it names are there; parks it otherwise. */
    private RowState placed(RowId row, RowState state, Waiting.ForRow image) {
        return switch (binder.bind(image.lookups(), rules.of(row).patched(), image.except())) {
            case LookupBinder.Binding.Missing(RowId missing) -> parked(row, state, image, missing);
            case LookupBinder.Binding.Bound(var lookups, var leftOut) -> {
                RowState after = withPatches(row, state.waiting(Optional.empty()), image, leftOut);
                yield sent(row, after, image, lookups, leftOut);
            }
        };
    }

    /** A lookup whose row was there when the image came, and is not any more, is patched as well. */
    private RowState withPatches(RowId row, RowState state, Waiting.ForRow image, Set<String> leftOut) {
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
            RowId row, RowState state, Waiting.ForRow image, Map<String, LookupTarget> lookups, Set<String> leftOut) {
        WriteId write = image.write();
        Set<String> patchedLater = new TreeSet<>(leftOut);
        patchedLater.addAll(state.patches().keySet());
        RowState after = switch (state.upsert(image.columns(), lookups, patchedLater, image.whole(), unappliedImages)) {
            case RowState.Step.Unchanged ignored -> {
                outlet.record(write, new Outcome.Skipped(Outcome.SkipReason.NO_CHANGE));
                yield state;
            }
            case RowState.Step.Upsert upsert -> {
                outlet.send(upsert(write, upsert));
                yield upsert.after();
            }
            case RowState.Step.Remove impossible -> throw new IllegalStateException("an image is no removal: " + write);
        };
        Map<String, Waiting.ToPatch> patches = new TreeMap<>(after.patches());
        patches.entrySet().removeIf(patch -> {
            boolean included = image.lookups().containsKey(patch.getKey()) && !leftOut.contains(patch.getKey());
            if (included) {
                outlet.record(patch.getValue().write(), new Outcome.Skipped(Outcome.SkipReason.SUPERSEDED));
            }
            return included;
        });
        return after.patches(patches);
    }

    private EntityWrite upsert(WriteId write, RowState.Step.Upsert upsert) {
        if (write.row() instanceof RowId.Link) {
            return new EntityWrite.Link(
                    write,
                    upsert.version(),
                    upsert.lookups().get(LinkEnds.FROM),
                    upsert.lookups().get(LinkEnds.TO),
                    mappingVersion);
        }
        return new EntityWrite.UpsertRow(
                write,
                upsert.version(),
                upsert.basedOn(),
                upsert.columns(),
                upsert.lookups(),
                upsert.changed(),
                mappingVersion);
    }

    private RowState removed(RowId row, RowState state, WriteId write, RowRules rule) {
        if (rule.named()) {
            outlet.record(write, new Outcome.Deferred(Outcome.DeferralReason.HEARTBEAT));
            return state.waiting(Optional.of(new Waiting.ToRemove(write, 0)));
        }
        return sendRemoval(row, state, write, 0);
    }

    private RowState sendRemoval(RowId row, RowState state, WriteId write, int refusals) {
        Map<String, LookupTarget> lookups =
                state.image().map(RowVersion.Image::lookups).orElse(Map.of());
        return switch (state.remove(refusals, unappliedImages)) {
            case RowState.Step.Remove remove -> {
                outlet.send(
                        row instanceof RowId.Link link
                                ? new EntityWrite.Unlink(
                                        write,
                                        remove.version(),
                                        lookups.getOrDefault(LinkEnds.FROM, new LookupTarget.ByKey(link.from())),
                                        lookups.getOrDefault(LinkEnds.TO, new LookupTarget.ByKey(link.to())),
                                        mappingVersion)
                                : new EntityWrite.DeleteRow(write, remove.version(), mappingVersion));
                yield remove.after().state(remove.after().state().removed());
            }
            case RowState.Step.Unchanged ignored -> {
                outlet.record(write, new Outcome.Skipped(Outcome.SkipReason.NO_CHANGE));
                yield state;
            }
            case RowState.Step.Upsert impossible -> throw new IllegalStateException("a removal is no image: " + write);
        };
    }

    /** What waited gives way to something newer. */
    private RowState superseded(RowState state) {
        Outcome superseded = new Outcome.Skipped(Outcome.SkipReason.SUPERSEDED);
        state.waiting().ifPresent(waiting -> outlet.record(waiting.write(), superseded));
        state.patches().values().forEach(patch -> outlet.record(patch.write(), superseded));
        return state.waiting(Optional.empty()).patches(Map.of());
    }

    /** Announces a write for each lookup that may be left out and names a row that is missing now. */
    private Map<String, Waiting.ToPatch> patches(
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

    /** Sends the first patch that can go; says of the others what they wait for, where that is another by now. */
    private RowState patchSent(RowId row, RowState state) {
        boolean isThere = state.isSettled() && state.waiting().isEmpty();
        Map<String, Waiting.ToPatch> patches = new TreeMap<>(state.patches());
        for (Map.Entry<String, Waiting.ToPatch> entry : patches.entrySet()) {
            Waiting.ToPatch patch = entry.getValue();
            Optional<LookupTarget> target = binder.find(patch.row(), patch.except());
            if (target.isPresent() && isThere) {
                RowState after = state.patches(patches).patched(entry.getKey(), target.get());
                outlet.send(new EntityWrite.PatchLookup(
                        patch.write(), after.last(), entry.getKey(), target.get(), mappingVersion));
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

    /** Sends a row again whose image names one that has another GUID by now. */
    private RowState rebound(RowId row, RowState state) {
        Optional<RowVersion.Image> image = state.image();
        if (image.isEmpty()) {
            return state;
        }
        for (Map.Entry<String, LookupTarget> lookup : image.get().lookups().entrySet()) {
            LookupTarget target = lookup.getValue();
            if (!state.patches().containsKey(lookup.getKey())
                    && target instanceof LookupTarget.ByGuid(RowId named, UUID guid)
                    && binder.find(named, Optional.empty()).orElse(target)
                            instanceof LookupTarget.ByGuid(RowId same, UUID now)
                    && !now.equals(guid)) {
                RowState next = state.skipVersion();
                Cause cause = new Cause.OfReturn(named, now, next.last());
                WriteId write = new WriteId(cause, row, ownPart(row));
                outlet.announce(row, new FanOut.Reannounced(cause, List.of(write)));
                return placed(
                        row,
                        next,
                        new Waiting.ForRow(
                                write,
                                image.get().columns(),
                                withoutPatched(
                                        names(image.get().lookups()),
                                        state.patches().keySet()),
                                row,
                                Optional.empty(),
                                false,
                                false));
            }
        }
        return state;
    }

    /** Lookups that wait for their patch are as the target has them until then. */
    private static Map<String, Optional<RowId>> withoutPatched(
            Map<String, Optional<RowId>> names, Set<String> patched) {
        names.keySet().removeAll(patched);
        return names;
    }

    private RowState rowConcluded(WriteId write, long version, Outcome outcome, RowState state) {
        return switch (outcome) {
            case Outcome.Applied(Outcome.Effect effect) ->
                effect == Outcome.Effect.CREATED
                        ? madeAnew(write, version, applied(write, version, state))
                        : applied(write, version, state);
            case Outcome.AlreadyApplied ignored -> applied(write, version, state);
            case Outcome.Skipped ignored -> state.superseded(version);
            case Outcome.Rejected rejected -> refused(state.dropped(version), rejected);
            case Outcome.Bounced(RowId about, Outcome.BounceReason reason) ->
                bounced(write, version, about, reason, state);
            case Outcome.Parked ignored -> state;
            case Outcome.Deferred ignored -> state;
        };
    }

    private static RowState applied(WriteId write, long version, RowState state) {
        return write.part() == Part.LOOKUP ? state.appliedInPart(version) : state.applied(version);
    }

    /** A row that had its state, and had to be made anew as somebody had removed it, is to have that state again. */
    private RowState madeAnew(WriteId write, long version, RowState state) {
        Optional<TargetState> had = state.state().applied();
        if (had.isEmpty()) {
            return state;
        }
        Cause cause = new Cause.OfLoss(version);
        List<WriteId> announced = new ArrayList<>();
        Optional<TargetState> wanted = state.state().wanted();
        StatePart held = state.state().held().map(StatePart.NONE::holding).orElse(StatePart.NONE);
        RowState after =
                holdState(new WriteId(cause, write.row(), ownPart(write.row())), state.state(held), wanted, announced);
        if (!announced.isEmpty()) {
            outlet.announce(write.row(), new FanOut.Reannounced(cause, announced));
        }
        return after;
    }

    /** Where the row itself was refused and is not there, its other parts have nothing to be part of. */
    private RowState refused(RowState state, Outcome.Rejected rejected) {
        if (!state.isNowhere() || state.waiting().isPresent()) {
            return state;
        }
        Outcome same = new Outcome.Rejected(rejected.reason(), "its row was refused: " + rejected.detail());
        state.patches().values().forEach(patch -> outlet.record(patch.write(), same));
        state.state().held().ifPresent(held -> outlet.record(held.write(), same));
        return state.patches(Map.of()).state(state.state().released());
    }

    private RowState bounced(WriteId write, long version, RowId about, Outcome.BounceReason reason, RowState state) {
        RowState after = state.dropped(version);
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
                    yield patchBounced(write, image, about, after);
                }
                Waiting.ForRow again = new Waiting.ForRow(
                        write,
                        image.columns(),
                        withoutPatched(names(image.lookups()), after.patches().keySet()),
                        about,
                        guid(image.lookups(), about),
                        false,
                        false);
                yield placed(write.row(), after, again);
            }
            case RowVersion.Removed removed
            when reason == Outcome.BounceReason.STILL_NAMED && removed.refusals() < MOST_REFUSALS -> {
                outlet.record(write, new Outcome.Deferred(Outcome.DeferralReason.HEARTBEAT));
                yield after.waiting(Optional.of(new Waiting.ToRemove(write, removed.refusals() + 1)));
            }
            case RowVersion.Removed removed -> {
                outlet.record(
                        write,
                        new Outcome.Rejected(
                                RejectionReason.DELETE_RESTRICTED,
                                "other rows of the target named it at " + MOST_REFUSALS + " fences in a row"));
                yield after;
            }
            case RowVersion.Image image ->
                throw new IllegalStateException("a row that is written cannot be still named: " + write);
            case RowVersion.Forgotten forgotten -> {
                outlet.record(write, new Outcome.Skipped(Outcome.SkipReason.SUPERSEDED));
                yield after;
            }
        };
    }

    private RowState patchBounced(WriteId write, RowVersion.Image image, RowId about, RowState state) {
        Optional<RowId> named = names(image.lookups()).getOrDefault(write.column(), Optional.empty());
        if (named.isEmpty()) {
            outlet.record(write, new Outcome.Skipped(Outcome.SkipReason.SUPERSEDED));
            return state;
        }
        outlet.record(write, new Outcome.Parked(about));
        queue.add(write.row());
        Map<String, Waiting.ToPatch> patches = new TreeMap<>(state.patches());
        Optional<UUID> except = about.equals(named.get()) ? guid(image.lookups(), about) : Optional.empty();
        patches.put(write.column(), new Waiting.ToPatch(write, named.get(), except));
        RowState after = state.patches(patches);
        return about.equals(write.row()) ? rewritten(write.row(), after) : after;
    }

    private Optional<TargetState> wantedState(RowId row, MappingResult.Mapped desired, RowState state) {
        if (desired.state().isPresent()) {
            return desired.state();
        }
        boolean inactive = state.state()
                .wanted()
                .filter(is -> !is.equals(TargetState.ACTIVE))
                .isPresent();
        boolean byPolicy = rules.of(row).deletePolicy() == DeletePolicy.DEACTIVATE;
        return inactive && byPolicy || state.state().uncertain() ? Optional.of(TargetState.ACTIVE) : Optional.empty();
    }

    private RowState holdState(WriteId write, RowState state, Optional<TargetState> wanted, List<WriteId> announced) {
        StatePart part = state.state();
        if (wanted.isEmpty() || part.wanted().equals(wanted)) {
            return state;
        }
        part.held().ifPresent(held -> outlet.record(held.write(), new Outcome.Skipped(Outcome.SkipReason.SUPERSEDED)));
        WriteId own = new WriteId(write.cause(), write.row(), Part.STATE);
        announced.add(own);
        outlet.record(own, new Outcome.Deferred(Outcome.DeferralReason.PHASE));
        return state.state(part.holding(new StatePart.Held(own, wanted.get())));
    }

    /** The phase of states opens when the first fence has passed: the rows of the first load are there then. */
    private RowState stateSent(RowId row, RowState state) {
        StatePart.Held held = state.state().held().orElseThrow();
        if (fences.passed() == 0 || !state.isSettled()) {
            return state;
        }
        RowState after = state.stateSent(held);
        outlet.send(new EntityWrite.SetState(
                held.write(), after.last(), held.state().state(), held.state().status(), mappingVersion));
        return after;
    }

    private RowState stateConcluded(WriteId write, long version, Outcome outcome, RowState state) {
        return switch (outcome) {
            case Outcome.Applied ignored -> state.state(state.state().applied(version));
            case Outcome.AlreadyApplied ignored -> state.state(state.state().applied(version));
            case Outcome.Skipped ignored -> state.state(state.state().dropped(version));
            case Outcome.Rejected ignored -> state.state(state.state().dropped(version));
            case Outcome.Bounced ignored -> stateBounced(write, version, state);
            case Outcome.Parked ignored -> state;
            case Outcome.Deferred ignored -> state;
        };
    }

    private RowState stateBounced(WriteId write, long version, RowState state) {
        Optional<StatePart.Underway> sent = state.state().underway().filter(underway -> underway.version() == version);
        StatePart dropped = state.state().dropped(version);
        if (sent.isEmpty() || dropped.held().isPresent()) {
            outlet.record(write, new Outcome.Skipped(Outcome.SkipReason.SUPERSEDED));
            return state.state(dropped);
        }
        outlet.record(write, new Outcome.Deferred(Outcome.DeferralReason.PHASE));
        RowState after =
                state.state(dropped.holding(new StatePart.Held(write, sent.get().state())));
        return rewritten(write.row(), after);
    }

    private void save(RowId row, RowState before, RowState after) {
        if (after.equals(before)) {
            return;
        }
        states.put(row, after);
        references.update(row, before, after);
        boolean waiting = waitsForFence(after);
        if (waiting != waitsForFence(before)) {
            waits.set(row, waiting);
        }
        if (waiting && !before.waiting().equals(after.waiting())
                || waiting && !before.state().held().equals(after.state().held())) {
            queue.add(row);
        }
    }

    private static boolean waitsForFence(RowState state) {
        return state.waiting().filter(Waiting.ToRemove.class::isInstance).isPresent()
                || state.state().held().isPresent();
    }

    private static Part ownPart(RowId row) {
        return row instanceof RowId.Link ? Part.LINK : Part.ROW;
    }

    private static Optional<UUID> guid(Map<String, LookupTarget> lookups, RowId row) {
        return lookups.values().stream()
                .filter(target -> target instanceof LookupTarget.ByGuid bound
                        && bound.row().equals(row))
                .map(target -> ((LookupTarget.ByGuid) target).guid())
                .findFirst();
    }

    private static Map<String, Optional<RowId>> names(Map<String, LookupTarget> lookups) {
        Map<String, Optional<RowId>> names = new LinkedHashMap<>();
        lookups.forEach((column, target) -> names.put(
                column,
                switch (target) {
                    case LookupTarget.None ignored -> Optional.empty();
                    case LookupTarget.ByKey(RowId row) -> Optional.of(row);
                    case LookupTarget.ByGuid(RowId row, UUID guid) -> Optional.of(row);
                }));
        return names;
    }
}
