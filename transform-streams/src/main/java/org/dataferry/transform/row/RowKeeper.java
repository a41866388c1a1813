package org.dataferry.transform.row;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.dataferry.schemas.identity.Identity;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.outcome.Outcome;
import org.dataferry.schemas.outcome.RejectionReason;
import org.dataferry.schemas.write.WriteId;
import org.dataferry.transform.mapping.MappingResult;
import org.dataferry.transform.mapping.TargetState;
import org.dataferry.transform.state.RowState;
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
 *   <li>A row that names one which came back under another GUID goes out again; one that the target lost is
 *       written anew, or reported.
 *   <li>A file is sent once the row is there, and again where the row had to be made anew.
 *   <li>A state is sent once rows of the first load have passed a fence, and the row is there; where its mapping says so,
 *       not before somebody has opened the phase.
 * </ol>
 */
public final class RowKeeper {

    private final RowRules.Book rules;
    private final RowStates states;
    private final ReferenceKeeper references;
    private final LookupBinder binder;
    private final FenceQueue queue;
    private final LookupPatches patches;
    private final Phases phases;
    private final StatePhase phase;
    private final RowFiles files;
    private final FenceWaits waits;
    private final ParkedRows parked;
    private final RowOutlet outlet;
    private final ImageSender images;
    private final Removals removals;
    private final Renewals renewals;
    private final Conclusions conclusions;
    private Set<String> opened;

    public RowKeeper(
            RowRules.Book rules,
            RowStates states,
            References references,
            Identities identities,
            Fences fences,
            Phases phases,
            FenceWaits waits,
            ParkedRows parked,
            SourceRows sourceRows,
            RowOutlet outlet,
            String mappingVersion,
            RowLimits limits) {
        this.rules = rules;
        this.states = states;
        this.references = new ReferenceKeeper(references);
        this.binder = new LookupBinder(identities);
        this.queue = new FenceQueue(fences);
        this.phases = phases;
        this.opened = phases.openedStates();
        this.waits = waits;
        this.parked = parked;
        this.outlet = outlet;
        this.patches = new LookupPatches(rules, binder, queue, outlet, mappingVersion);
        this.phase = new StatePhase(rules, fences, phases, outlet, mappingVersion, limits);
        this.images = new ImageSender(rules, binder, queue, patches, outlet, mappingVersion, limits);
        this.files = new RowFiles(sourceRows, outlet, mappingVersion);
        this.removals = new Removals(rules, outlet, mappingVersion, limits);
        this.renewals = new Renewals(rules, binder, patches, phase, files, images, outlet);
        this.conclusions = new Conclusions(patches, phase, files, images, removals, renewals, outlet);
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
        after = images.placed(
                row,
                after,
                new Waiting.ForRow(write, desired.columns(), desired.lookups(), row, Optional.empty(), whole, false));
        after = phase.held(write, after, phase.wanted(row, desired, after), more);
        after = files.held(write, after, desired.files(), whole, more);
        save(row, before, partsSent(row, after));
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
        RowState before = states.get(row);
        List<WriteId> more = new ArrayList<>();
        RowState after = superseded(before);
        if (after.hasNothingToRemove()) {
            after = files.givenUp(phase.givenUp(after));
            outlet.record(write, new Outcome.Skipped(otherwise));
            if (before.waiting().isPresent() || binder.isHeldUp(row)) {
                outlet.identify(row, new Identity.Deleted(after.last()));
            }
        } else {
            after = switch (rules.of(row).deletePolicy()) {
                case KEEP -> {
                    outlet.record(write, new Outcome.Skipped(Outcome.SkipReason.KEPT));
                    yield after;
                }
                case DEACTIVATE -> {
                    outlet.record(write, new Outcome.Skipped(Outcome.SkipReason.KEPT));
                    yield phase.held(write, after, Optional.of(TargetState.INACTIVE), more);
                }
                case DELETE -> removals.removed(row, files.givenUp(phase.givenUp(after)), write);
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
        RowState after = conclusions.concluded(write, version, outcome, before);
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
     * The target does not have a row any more that Ferry brought there. If it is one of this task's and nothing of it is on
     * its way, it is written anew, or reported.
     *
     * @param version that it had
     */
    public void lost(RowId row, long version) {
        RowState before = states.get(row);
        if (before.applied().filter(applied -> applied.number() == version).isPresent()) {
            save(row, before, renewals.lost(row, before));
        }
    }

    /**
     * A row was said to be held up, and is there: its sink had found it, which was not heard of yet. If it is one of this
     * task's, that is said again, so that it is the last word; unless something of it is on its way, which will tell.
     */
    public void contradicted(RowId row) {
        RowState state = states.get(row);
        if (state.last() > 0 && state.underway().isEmpty()) {
            binder.present(row).ifPresent(present -> outlet.identify(row, present));
        }
    }

    /** A row waits for a fence after all: it was found waiting, and nothing is known of since when. */
    void waitAnew(RowId row) {
        queue.addIfNew(row);
    }

    /** Where a phase was opened since it was last asked, what it held goes on at the next fence. */
    public void openPhases() {
        Set<String> now = phases.openedStates();
        if (!now.equals(opened)) {
            waits.all().stream()
                    .filter(row -> now.contains(row.entity()) && !opened.contains(row.entity()))
                    .forEach(queue::addIfNew);
            opened = now;
        }
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
                    removals.sent(row, after.waiting(Optional.empty()), write, refusals);
                case Waiting.ForRow parked
                when !parked.orphan() && binder.isUnheardOf(parked.waitingFor()) -> {
                    outlet.record(parked.write(), Orphans.rejected(parked.waitingFor(), rules.plain()));
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
            after = images.placed(row, after, parked);
        }
        if (after.waiting().isEmpty()) {
            after = renewals.rebound(row, after);
        }
        return partsSent(row, after);
    }

    private RowState partsSent(RowId row, RowState state) {
        RowState after = state.patches().isEmpty() ? state : patches.sent(row, state);
        return files.sent(row, after.state().held().isEmpty() ? after : phase.sent(row, after));
    }

    /** What waited gives way to something newer. */
    private RowState superseded(RowState state) {
        Outcome superseded = new Outcome.Skipped(Outcome.SkipReason.SUPERSEDED);
        state.waiting().ifPresent(waiting -> outlet.record(waiting.write(), superseded));
        state.patches().values().forEach(patch -> outlet.record(patch.write(), superseded));
        return state.waiting(Optional.empty()).patches(Map.of());
    }

    private void save(RowId row, RowState before, RowState after) {
        if (after.equals(before)) {
            return;
        }
        states.put(row, after);
        references.update(row, before, after);
        if (isParked(after) != isParked(before)) {
            parked.add(row.entity(), isParked(after) ? 1 : -1);
        }
        boolean waiting = waitsForFence(after);
        if (waiting != waitsForFence(before)) {
            waits.set(row, waiting);
        }
        if (waiting && !before.waiting().equals(after.waiting())
                || waiting && !before.state().held().equals(after.state().held())) {
            queue.add(row);
        }
    }

    /** An orphan waits as well, but its write is told as rejected. */
    private static boolean isParked(RowState state) {
        return state.waiting().isPresent() && state.waiting().get() instanceof Waiting.ForRow image && !image.orphan();
    }

    private static boolean waitsForFence(RowState state) {
        return state.waiting().filter(Waiting.ToRemove.class::isInstance).isPresent()
                || state.state().held().isPresent();
    }
}
