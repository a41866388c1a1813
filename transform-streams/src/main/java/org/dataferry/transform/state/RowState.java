package org.dataferry.transform.state;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import org.dataferry.schemas.value.Value;

/**
 * What is known of one row id: which version the target has, which are on their way, and what waits to be sent.
 *
 * <ol>
 *   <li>Versions are given here, counted from 1, and never twice; also not after a delete.
 *   <li>A row is unchanged only if it equals the version that the target has and nothing of it is on its way: from A by
 *       way of B to A, the second A is sent as long as B is not known to be done.
 *   <li>A removal is sent unless the target is known to have no row: also for a row of which every version so far was
 *       rejected, as the target may have had it before.
 *   <li>What was rejected is not part of any later comparison.
 *   <li>A version that is told of but was not given here counts as given, so that no later one is taken for older.
 *   <li>A lookup that names a row under another GUID than before is changed; under none, where the GUID was not known, it
 *       is not.
 * </ol>
 *
 * @param last the last version given; 0 before the first
 * @param applied what the target has; empty if it never had the row, as far as we know
 * @param underway versions given and without a final outcome, oldest first
 * @param waiting the newest that the row is to become, not sent yet: an image, or its removal
 * @param patches lookups that were left out, by column; each waits for the row that it names
 * @param parts what is known of its state and its files, which stand beside the image
 * @param superseded since the applied version others were superseded after they may have been sent. As long as none is
 *     applied, the target may have any of them: so it is compared with nothing. So it is if lookups were not bound anew
 */
public record RowState(
        long last,
        Optional<RowVersion> applied,
        List<RowVersion> underway,
        Optional<Waiting> waiting,
        Map<String, Waiting.ToPatch> patches,
        RowParts parts,
        boolean superseded) {

    public static final RowState NEW = new RowState(0, Optional.empty(), List.of());

    public RowState {
        underway = List.copyOf(underway);
        patches = patches.isEmpty() ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(patches));
    }

    public RowState(long last, Optional<RowVersion> applied, List<RowVersion> underway) {
        this(last, applied, underway, Optional.empty(), Map.of(), RowParts.NONE, false);
    }

    /**
     * The row is to have these columns and lookups.
     *
     * @param leftOut lookups that are patched later; until then they are cleared, unless the row is new
     * @param whole sent whole and in any case, also if the target is known to have just this
     * @param mostUnderway images kept of versions on their way; the oldest beyond it are forgotten
     */
    public Step upsert(
            Map<String, Value> columns,
            Map<String, BoundLookup> lookups,
            Set<String> leftOut,
            boolean whole,
            int mostUnderway) {
        Optional<RowVersion.Image> base = base();
        Map<String, Value> allColumns = base.map(image -> image.filled(columns)).orElse(columns);
        Map<String, BoundLookup> allLookups = new LinkedHashMap<>(lookups);
        if (last > 0) {
            leftOut.forEach(column -> allLookups.putIfAbsent(column, BoundLookup.NONE));
        }
        base.ifPresent(image -> image.lookups().forEach(allLookups::putIfAbsent));
        boolean unsure = whole || superseded && underway.isEmpty();
        Set<String> changed = base.isEmpty() || unsure
                ? RowVersion.Image.names(allColumns, allLookups)
                : base.get().changed(allColumns, allLookups);
        if (!unsure && underway.isEmpty() && base.isPresent() && changed.isEmpty()) {
            return new Step.Unchanged();
        }
        long version = last + 1;
        return new Step.Upsert(
                with(new RowVersion.Image(version, allColumns, allLookups), mostUnderway),
                version,
                allColumns,
                allLookups,
                unsure || base.isEmpty()
                        ? OptionalLong.empty()
                        : OptionalLong.of(base.get().number()),
                changed);
    }

    /** Without a row a removal has nothing to do, and nothing of it waits or is on its way. */
    public boolean hasNothingToRemove() {
        boolean isRemoved = applied.isPresent() && applied.get() instanceof RowVersion.Removed;
        return underway.isEmpty() && !superseded && (last == 0 || isRemoved);
    }

    /**
     * There is to be no row.
     *
     * @param refusals how often the target refused that before
     */
    public Step remove(int refusals, int mostUnderway) {
        if (hasNothingToRemove()) {
            return new Step.Unchanged();
        }
        return new Step.Remove(with(new RowVersion.Removed(last + 1, refusals), mostUnderway), last + 1);
    }

    /**
     * A version that sets one lookup and leaves the rest of the row as it is. Only for a row that {@link #isSettled}.
     */
    public RowState patched(String column, BoundLookup target) {
        RowVersion next = switch (applied.orElseThrow()) {
            case RowVersion.Image base -> {
                Map<String, BoundLookup> lookups = new LinkedHashMap<>(base.lookups());
                lookups.put(column, target);
                yield new RowVersion.Image(last + 1, base.columns(), lookups);
            }
            case RowVersion.Forgotten ignored -> new RowVersion.Forgotten(last + 1);
            case RowVersion.Removed removed -> throw new IllegalStateException("there is no row to patch: " + removed);
        };
        Map<String, Waiting.ToPatch> others = new TreeMap<>(patches);
        others.remove(column);
        return new RowState(next.number(), applied, List.of(next), waiting, others, parts, superseded);
    }

    /** Whether the target has the row, and nothing of it is on its way. */
    public boolean isSettled() {
        return underway.isEmpty() && applied.isPresent() && !(applied.get() instanceof RowVersion.Removed);
    }

    /** Whether the row is not in the target and nothing is on its way, as far as outcomes have told. */
    public boolean isNowhere() {
        return underway.isEmpty() && (applied.isEmpty() || applied.get() instanceof RowVersion.Removed);
    }

    /** Whether the target may have the row all the same: of what was sent, some was superseded, and no answer came. */
    public boolean isInDoubt() {
        return isNowhere() && superseded;
    }

    public RowState waiting(Optional<Waiting> next) {
        return waiting.equals(next) ? this : new RowState(last, applied, underway, next, patches, parts, superseded);
    }

    public RowState patches(Map<String, Waiting.ToPatch> next) {
        return patches.equals(next) ? this : new RowState(last, applied, underway, waiting, next, parts, superseded);
    }

    public StatePart state() {
        return parts.state();
    }

    public RowState state(StatePart next) {
        return parts(parts.with(next));
    }

    public RowState parts(RowParts next) {
        return parts.equals(next) ? this : new RowState(last, applied, underway, waiting, patches, next, superseded);
    }

    /** The newest image that was sent, or that the target has. */
    public Optional<RowVersion.Image> image() {
        return base();
    }

    /** The version of the newest image or removal that was sent; 0 if there is none. */
    public long newest() {
        return latest().map(RowVersion::number).orElse(0L);
    }

    /** A version that is never sent, so that its number stands for something else. */
    public RowState skipVersion() {
        return new RowState(last + 1, applied, underway, waiting, patches, parts, superseded);
    }

    /** The target has lost the row; what comes next makes it anew. */
    public RowState lost() {
        RowVersion gone = new RowVersion.Removed(applied.map(RowVersion::number).orElse(0L), 0);
        return new RowState(last, Optional.of(gone), underway, waiting, patches, parts, superseded);
    }

    /** The target has this version now; it and all before it are no longer on their way. */
    public RowState applied(long version) {
        return applied(version, false);
    }

    /** The target has this version of a part of the row; the rest is as it was. */
    public RowState appliedInPart(long version) {
        return applied(version, superseded);
    }

    private RowState applied(long version, boolean stillSuperseded) {
        if (applied.isPresent() && applied.get().number() >= version) {
            return this;
        }
        RowVersion now = underway.stream()
                .filter(candidate -> candidate.number() == version)
                .findFirst()
                .orElseGet(() -> new RowVersion.Forgotten(version));
        return new RowState(
                Math.max(last, version),
                Optional.of(now),
                underway.stream()
                        .filter(candidate -> candidate.number() > version)
                        .toList(),
                waiting,
                patches,
                parts,
                stillSuperseded);
    }

    /** The target will not get this version: it was refused. */
    public RowState dropped(long version) {
        return without(version, superseded);
    }

    /**
     * The target will not get this version, which was to bind lookups to rows under another GUID. They count as bound, so
     * that it is not tried again and again; instead the next image goes out whole.
     */
    public RowState bindingDropped(long version) {
        RowState dropped = without(version, true);
        Optional<RowVersion> bound = underway.stream()
                .filter(candidate -> candidate.number() == version)
                .findFirst()
                .flatMap(tried -> applied.map(base -> bound(base, tried)));
        return bound.isEmpty()
                ? dropped
                : new RowState(dropped.last, bound, dropped.underway, waiting, patches, parts, dropped.superseded);
    }

    private static RowVersion bound(RowVersion base, RowVersion tried) {
        return base instanceof RowVersion.Image image && tried instanceof RowVersion.Image other
                ? new RowVersion.Image(image.number(), image.columns(), other.lookups())
                : base;
    }

    /** A newer version took its place; if its answer was lost, the target may have this one until then. */
    public RowState superseded(long version) {
        return without(version, true);
    }

    private RowState without(long version, boolean nowSuperseded) {
        return new RowState(
                Math.max(last, version),
                applied,
                underway.stream()
                        .filter(candidate -> candidate.number() != version)
                        .toList(),
                waiting,
                patches,
                parts,
                nowSuperseded);
    }

    private Optional<RowVersion> latest() {
        return underway.isEmpty() ? applied : Optional.of(underway.getLast());
    }

    private Optional<RowVersion.Image> base() {
        return latest().flatMap(latest -> switch (latest) {
            case RowVersion.Image image -> Optional.of(image);
            case RowVersion.Removed ignored -> Optional.empty();
            case RowVersion.Forgotten ignored -> Optional.empty();
        });
    }

    private RowState with(RowVersion next, int mostUnderway) {
        List<RowVersion> more = new ArrayList<>(underway);
        more.add(next);
        while (more.size() > mostUnderway) {
            more.removeFirst();
        }
        return new RowState(next.number(), applied, more, waiting, patches, parts, superseded);
    }
}
