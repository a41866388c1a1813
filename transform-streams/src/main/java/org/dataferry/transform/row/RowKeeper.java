package org.dataferry.transform.row;

import java.util.ArrayList;
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
    private final FenceQueue queue;
    private final LookupPatches patches;
    private final StatePhase phase;
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
        this.queue = new FenceQueue(fences);
        this.waits = waits;
        this.outlet = outlet;
        this.mappingVersion = mappingVersion;
        this.unappliedImages = unappliedImages;
        this.patches = new LookupPatches(rules, binder, queue, outlet, mappingVersion);
        this.phase = new StatePhase(rules, fences, outlet, mappingVersion);
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
        after = after.patches(patches.announced(write, desired.lookups(), more));
        after = placed(
                row,
                after,
                new Waiting.ForRow(write, desired.columns(), desired.lookups(), row, Optional.empty(), whole, false));
        after = phase.held(write, after, phase.wanted(row, desired, after), more);
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
            after = phase.givenUp(after);
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
                    yield phase.held(write, after, Optional.of(TargetState.INACTIVE), more);
                }
                case DELETE -> removed(row, phase.givenUp(after), write, rule);
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
        Map<String, Optional<RowId>> names = withoutPatched(
                BoundLookups.names(image.lookups()), state.patches().keySet());
        List<WriteId> announced = new ArrayList<>(List.of(write));
        Map<String, Waiting.ToPatch> all = new TreeMap<>(state.patches());
        all.putAll(patches.announced(write, names, announced));
        RowState after = placed(
                row,
                state.patches(all),
                new Waiting.ForRow(write, image.columns(), names, row, Optional.empty(), true, false));
        if (state.state().held().isEmpty()) {
            after = phase.held(write, after.state(StatePart.NONE), state.state().wanted(), announced);
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
                    outlet.record(parked.write(), Orphans.rejected(parked.waitingFor()));
                    if (after.isNowhere() && !binder.isPresent(row)) {
                        outlet.identify(row, new Identity.Rejected(after.last()));
                    }
                    yield after.waiting(Optional.of(parked.orphaned()));
                }
                case Waiting.ForRow ignored -> after;
                case Waiting.ToPatch ignored -> after;
            };
        }
        return patches.orphaned(after);
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
            after = patches.sent(row, after);
        }
        return after.state().held().isEmpty() ? after : phase.sent(row, after);
    }

    /** Sends the image if all rows that it names are there; parks it otherwise. */
    private RowState placed(RowId row, RowState state, Waiting.ForRow image) {
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
        Map<String, Waiting.ToPatch> left = new TreeMap<>(after.patches());
        left.entrySet().removeIf(patch -> {
            boolean included = image.lookups().containsKey(patch.getKey()) && !leftOut.contains(patch.getKey());
            if (included) {
                outlet.record(patch.getValue().write(), new Outcome.Skipped(Outcome.SkipReason.SUPERSEDED));
            }
            return included;
        });
        return after.patches(left);
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
                        ? phase.madeAnew(write, version, applied(write, version, state))
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

    /** Where the row itself was refused and is not there, its other parts have nothing to be part of. */
    private RowState refused(RowState state, Outcome.Rejected rejected) {
        if (!state.isNowhere() || state.isInDoubt() || state.waiting().isPresent()) {
            return state;
        }
        Outcome same = new Outcome.Rejected(rejected.reason(), "its row was refused: " + rejected.detail());
        state.patches().values().forEach(patch -> outlet.record(patch.write(), same));
        state.state().held().ifPresent(held -> outlet.record(held.write(), same));
        return state.patches(Map.of()).state(state.state().released());
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
                    yield about.equals(write.row()) ? rewritten(write.row(), again) : again;
                }
                Waiting.ForRow again = new Waiting.ForRow(
                        write,
                        image.columns(),
                        withoutPatched(
                                BoundLookups.names(image.lookups()),
                                after.patches().keySet()),
                        about,
                        BoundLookups.guid(image.lookups(), about),
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

    private RowState stateConcluded(WriteId write, long version, Outcome outcome, RowState state) {
        RowState after = phase.concluded(write, version, outcome, state);
        boolean isHeldAgain =
                outcome instanceof Outcome.Bounced && after.state().held().isPresent();
        if (!isHeldAgain) {
            return after;
        }
        RowState anew = rewritten(write.row(), after);
        return anew.isNowhere() && anew.waiting().isEmpty() ? phase.withoutRow(write.row(), anew) : anew;
    }

    private static Part ownPart(RowId row) {
        return row instanceof RowId.Link ? Part.LINK : Part.ROW;
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
}
