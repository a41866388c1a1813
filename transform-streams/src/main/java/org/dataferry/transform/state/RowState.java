package org.dataferry.transform.state;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.dataferry.schemas.value.Value;

/**
 * What is known of one row id: which version the target has, and which are on their way.
 *
 * <ol>
 *   <li>Versions are given here, counted from 1, and never twice; also not after a delete.
 *   <li>A row is unchanged only if it equals the version that the target has and nothing of it is on its way: from A by
 *       way of B to A, the second A is sent as long as B is not known to be done.
 *   <li>A removal is sent unless the target is known to have no row: also for a row of which every version so far was
 *       rejected, as the target may have had it before.
 *   <li>What was rejected is not part of any later comparison.
 *   <li>A version that is told of but was not given here counts as given, so that no later one is taken for older.
 * </ol>
 *
 * @param last the last version given; 0 before the first
 * @param applied what the target has; empty if it never had the row, as far as we know
 * @param underway versions given and without a final outcome, oldest first
 */
public record RowState(long last, Optional<RowVersion> applied, List<RowVersion> underway) {

    public static final RowState NEW = new RowState(0, Optional.empty(), List.of());

    public RowState {
        underway = List.copyOf(underway);
    }

    /** What comes of a new state of the source row. */
    public sealed interface Step {

        /** The target has this very state, and nothing is on its way. */
        record Unchanged() implements Step {}

        /**
         * A version to write.
         *
         * @param columns the full image; columns not known in this change are as they last were
         * @param basedOn the version that {@code changed} is relative to; empty if it is not remembered or has no row
         */
        record Upsert(
                RowState after, long version, Map<String, Value> columns, OptionalLong basedOn, Set<String> changed)
                implements Step {}

        /** A version without a row. */
        record Remove(RowState after, long version) implements Step {}
    }

    /**
     * The row is to have these columns.
     *
     * @param mostUnderway images kept of versions on their way; the oldest beyond it are forgotten
     */
    public Step upsert(Map<String, Value> columns, int mostUnderway) {
        Optional<RowVersion.Image> base = base();
        Map<String, Value> whole =
                base.isEmpty() ? columns : filled(columns, base.get().columns());
        Set<String> changed =
                base.isEmpty() ? whole.keySet() : changed(base.get().columns(), whole);
        if (underway.isEmpty() && base.isPresent() && changed.isEmpty()) {
            return new Step.Unchanged();
        }
        long version = last + 1;
        return new Step.Upsert(
                with(new RowVersion.Image(version, whole), mostUnderway),
                version,
                whole,
                base.map(image -> OptionalLong.of(image.number())).orElseGet(OptionalLong::empty),
                changed);
    }

    /** There is to be no row. */
    public Step remove(int mostUnderway) {
        boolean neverWritten = last == 0;
        boolean isRemoved = applied.isPresent() && applied.get() instanceof RowVersion.Removed;
        if (underway.isEmpty() && (neverWritten || isRemoved)) {
            return new Step.Unchanged();
        }
        return new Step.Remove(with(new RowVersion.Removed(last + 1), mostUnderway), last + 1);
    }

    /** The target has this version now; it and all before it are no longer on their way. */
    public RowState applied(long version) {
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
                        .toList());
    }

    /** The target will not get this version: it was refused, or a newer one took its place. */
    public RowState dropped(long version) {
        return new RowState(
                Math.max(last, version),
                applied,
                underway.stream()
                        .filter(candidate -> candidate.number() != version)
                        .toList());
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
        return new RowState(next.number(), applied, more);
    }

    private static Map<String, Value> filled(Map<String, Value> columns, Map<String, Value> earlier) {
        Map<String, Value> whole = new LinkedHashMap<>(columns);
        whole.replaceAll(
                (column, value) -> value instanceof Value.Absent ? earlier.getOrDefault(column, Value.ABSENT) : value);
        return whole;
    }

    /** A column that the mapping no longer fills is not cleared: it is simply not ours any more. */
    private static Set<String> changed(Map<String, Value> base, Map<String, Value> whole) {
        Set<String> changed = new HashSet<>();
        whole.forEach((column, value) -> {
            if (!value.equals(base.getOrDefault(column, Value.ABSENT))) {
                changed.add(column);
            }
        });
        return changed;
    }
}
