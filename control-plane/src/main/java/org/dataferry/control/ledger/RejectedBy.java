package org.dataferry.control.ledger;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.dataferry.schemas.change.SourcePosition;
import org.dataferry.schemas.key.Fields;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.outcome.Outcome;
import org.dataferry.schemas.outcome.RecordedOutcome;
import org.dataferry.schemas.outcome.RejectionReason;
import org.dataferry.schemas.write.Cause;
import org.dataferry.schemas.write.Part;
import org.dataferry.schemas.write.WriteId;
import org.jspecify.annotations.Nullable;

/**
 * The rows that are refused now, and why. It decides, from outcomes alone, what {@code ferry.refusals} decides in the ledger: a
 * refusal stands until a later word about the same part, or until the row is deleted; but not for the word of an older change of
 * the same source row.
 *
 * <p>Rows are kept only while they are refused; each takes about 180 bytes.
 */
final class RejectedBy {

    private final Map<String, Map<Fingerprint, List<Refusal>>> rowsByEntity = new HashMap<>();
    private final Map<String, Reasons> reasonsByEntity = new HashMap<>();
    private final Map<String, Set<Fingerprint>> waivedRowsByEntity = new HashMap<>();
    private final Waivers waivers;

    RejectedBy(Waivers waivers) {
        this.waivers = waivers;
    }

    /** Of one entity. */
    private static final class Reasons {
        private final Map<RejectionReason, Long> counts = new EnumMap<>(RejectionReason.class);
        private final Map<RejectionReason, Long> waived = new EnumMap<>(RejectionReason.class);
        private final Map<RejectionReason, Example> examples = new EnumMap<>(RejectionReason.class);

        private Stream<Rejections> all() {
            return counts.entrySet().stream().map(count -> rejections(count.getKey(), count.getValue()));
        }

        private Rejections rejections(RejectionReason reason, long rows) {
            Example example = examples.get(reason);
            long ofThese = waived.getOrDefault(reason, 0L);
            return example == null
                    ? new Rejections(reason, rows, ofThese, "", "")
                    : new Rejections(reason, rows, ofThese, example.id, example.detail);
        }
    }

    /** @param position of the change that caused the write, if a change did */
    private record Refusal(
            Fingerprint write,
            Part part,
            String column,
            RejectionReason reason,
            @Nullable SourcePosition position,
            @Nullable Fingerprint source) {

        boolean isOf(WriteId write) {
            return part == write.part() && column.equals(write.column());
        }

        /**
         * Of two changes of one source row the position tells. Any other cause came when its outcome was recorded, as did changes
         * of several source rows that make one row: they meet in an order of their own.
         */
        boolean isNewerThan(WriteId write) {
            SourcePosition other = positionOf(write);
            return position != null
                    && other != null
                    && Objects.equals(source, sourceOf(write))
                    && other.compareTo(position) < 0;
        }
    }

    private record Example(Fingerprint row, String id, String detail) {}

    /** The outcomes of a row in the order of the log. */
    void recorded(RecordedOutcome recorded) {
        WriteId write = recorded.write();
        if (recorded.outcome() instanceof Outcome.Rejected rejected) {
            reject(write, rejected);
        } else if (rowsByEntity.containsKey(write.row().entity())) {
            release(write.row(), write, isGone(recorded.outcome()));
        }
    }

    /** Rows of an entity of which the last write of some part is rejected. */
    long rows(String entity) {
        return rowsByEntity.getOrDefault(entity, Map.of()).size();
    }

    /** Of those, the rows of which all that was refused is waived. */
    long waivedRows(String entity) {
        return waivedRowsByEntity.getOrDefault(entity, Set.of()).size();
    }

    /** Whether the write is what its row, or a part of it, is refused by now. */
    boolean isStanding(WriteId write) {
        Fingerprint asked = Fingerprint.of(write.text());
        return refusals(write.row().entity(), Fingerprint.of(write.row().text())).stream()
                .anyMatch(one -> one.write().equals(asked));
    }

    /** A write of the row is waived from now on, or not any more. */
    void reconsider(String entity, Fingerprint row) {
        List<Refusal> same = refusals(entity, row);
        if (!same.isEmpty()) {
            count(entity, row, same, same);
        }
    }

    /** By reason, those first that refused most. A row counts once, by the part that was refused last. */
    List<Rejections> all() {
        Map<RejectionReason, Rejections> all = new EnumMap<>(RejectionReason.class);
        reasonsByEntity.values().stream()
                .flatMap(Reasons::all)
                .forEach(one -> all.merge(one.reason(), one, RejectedBy::together));
        return inOrder(all.values().stream());
    }

    /** Of one entity, likewise. */
    List<Rejections> of(String entity) {
        return inOrder(reasonsByEntity.getOrDefault(entity, new Reasons()).all());
    }

    private static List<Rejections> inOrder(Stream<Rejections> rejections) {
        return rejections
                .sorted((one, other) -> Long.compare(other.rows(), one.rows()))
                .toList();
    }

    private static Rejections together(Rejections one, Rejections other) {
        Rejections named = one.row().isEmpty() ? other : one;
        return new Rejections(
                one.reason(), one.rows() + other.rows(), one.waived() + other.waived(), named.row(), named.detail());
    }

    private void reject(WriteId write, Outcome.Rejected rejected) {
        Fingerprint row = Fingerprint.of(write.row().text());
        Map<Fingerprint, List<Refusal>> rows =
                rowsByEntity.computeIfAbsent(write.row().entity(), first -> new HashMap<>());
        List<Refusal> before = rows.getOrDefault(row, List.of());
        List<Refusal> now = new ArrayList<>(before);
        now.removeIf(one -> one.isOf(write) && !one.isNewerThan(write));
        now.add(new Refusal(
                Fingerprint.of(write.text()),
                write.part(),
                write.column(),
                rejected.reason(),
                positionOf(write),
                sourceOf(write)));
        rows.put(row, List.copyOf(now));
        Reasons reasons = count(write.row().entity(), row, before, now);
        reasons.examples.put(rejected.reason(), new Example(row, write.row().text(), rejected.detail()));
    }

    private void release(RowId id, WriteId write, boolean allParts) {
        Map<Fingerprint, List<Refusal>> rows = rowsByEntity.get(id.entity());
        if (rows == null) {
            return;
        }
        Fingerprint row = Fingerprint.of(id.text());
        List<Refusal> before = rows.getOrDefault(row, List.of());
        List<Refusal> now = before.stream()
                .filter(one -> !(allParts || one.isOf(write)) || one.isNewerThan(write))
                .toList();
        if (now.isEmpty()) {
            rows.remove(row);
        } else {
            rows.put(row, now);
        }
        if (rows.isEmpty()) {
            rowsByEntity.remove(id.entity());
        }
        count(id.entity(), row, before, now);
    }

    private static boolean isGone(Outcome outcome) {
        return outcome instanceof Outcome.Applied(var effect) && effect == Outcome.Effect.DELETED
                || outcome instanceof Outcome.AlreadyApplied(boolean isGone) && isGone;
    }

    private List<Refusal> refusals(String entity, Fingerprint row) {
        return rowsByEntity.getOrDefault(entity, Map.of()).getOrDefault(row, List.of());
    }

    private Reasons count(String entity, Fingerprint row, List<Refusal> before, List<Refusal> now) {
        Reasons reasons = reasonsByEntity.computeIfAbsent(entity, first -> new Reasons());
        Set<Fingerprint> waivedRows = waivedRowsByEntity.computeIfAbsent(entity, first -> new HashSet<>());
        boolean wasWaived = waivedRows.remove(row);
        boolean isWaived = !now.isEmpty() && now.stream().allMatch(one -> waivers.isWaived(one.write()));
        if (!before.isEmpty()) {
            RejectionReason reason = before.getLast().reason;
            oneLess(reasons.counts, reason);
            if (wasWaived) {
                oneLess(reasons.waived, reason);
            }
            if (now.isEmpty() || now.getLast().reason != reason) {
                reasons.examples.computeIfPresent(reason, (same, example) -> example.row.equals(row) ? null : example);
            }
        }
        if (!now.isEmpty()) {
            reasons.counts.merge(now.getLast().reason, 1L, Long::sum);
        }
        if (isWaived) {
            waivedRows.add(row);
            reasons.waived.merge(now.getLast().reason, 1L, Long::sum);
        }
        return reasons;
    }

    private static void oneLess(Map<RejectionReason, Long> counts, RejectionReason reason) {
        counts.computeIfPresent(reason, (same, count) -> count == 1 ? null : count - 1);
    }

    private static @Nullable SourcePosition positionOf(WriteId write) {
        return write.cause() instanceof Cause.OfChange(var change) ? change.position() : null;
    }

    /** Only of a row that several source rows may make; elsewhere it is the same for all writes of the row. */
    private static @Nullable Fingerprint sourceOf(WriteId write) {
        return write.cause() instanceof Cause.OfChange(var change) && !(write.row() instanceof RowId.OfSource)
                ? Fingerprint.of(Fields.join(
                        change.table().source(),
                        change.table().qualified(),
                        change.key().text()))
                : null;
    }
}
