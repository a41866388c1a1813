package org.dataferry.control.segment;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.dataferry.control.RefusedException;
import org.dataferry.control.projection.LedgerReading;
import org.dataferry.control.replay.ReplayStep;
import org.dataferry.schemas.outcome.RejectionReason;

/**
 * What a segment comes to.
 *
 * @param steps what a replay sends: the chosen rows, and after them the dependants if the segment asks for them
 * @param chosen how many of them are chosen for themselves
 * @param renewed of those, how many the source has changed since; the newer image is sent
 * @param leftOut rows that the segment means and that are not sent
 * @param dependants by entity, the rows that wait for chosen ones, also where they are not sent
 * @param reasons of the chosen ones, how many were rejected for what
 */
public record Selection(
        List<ReplayStep> steps,
        int chosen,
        int renewed,
        LeftOut leftOut,
        Map<String, Integer> dependants,
        Map<RejectionReason, Integer> reasons) {

    public Selection {
        steps = List.copyOf(steps);
    }

    /**
     * Why rows are left out.
     *
     * @param overtaken what they were chosen for is over: a newer write has taken its place
     * @param waived somebody accepted them as they are
     * @param refusedOtherwise refused for another reason since, by that reason
     */
    public record LeftOut(int overtaken, int waived, Map<RejectionReason, Integer> refusedOtherwise) {

        public static final LeftOut NONE = new LeftOut(0, 0, Map.of());

        public LeftOut {
            refusedOtherwise = Collections.unmodifiableMap(new TreeMap<>(refusedOtherwise));
        }
    }

    /** Asks the ledger; the exceptions are those of {@link SegmentRows#forEach}. */
    public static Selection of(Segment segment, SegmentRows rows, LedgerReading ledger) {
        return of(segment, rows, ledger, OptionalInt.empty());
    }

    /**
     * The same, as long as it is not too much for a process that has other things to do.
     *
     * @param most steps that may be kept in memory; empty for any number
     * @throws RefusedException if there are more
     */
    public static Selection of(Segment segment, SegmentRows rows, LedgerReading ledger, OptionalInt most) {
        Counts counts = new Counts(segment.dependants(), most);
        rows.forEach(ledger, segment, counts::take);
        return counts.selection();
    }

    /** Rows of which nothing but their keys is known. */
    public static Selection ofRows(List<ReplayStep> steps) {
        return new Selection(steps, steps.size(), 0, LeftOut.NONE, Map.of(), Map.of());
    }

    /** A selection in the making. */
    private static final class Counts {

        private final boolean sendsDependants;
        private final OptionalInt most;
        private final List<ReplayStep> steps = new ArrayList<>();
        private final Map<String, Integer> dependants = new TreeMap<>();
        private final Map<RejectionReason, Integer> reasons = new EnumMap<>(RejectionReason.class);
        private int chosen;
        private int renewed;
        private final Map<RejectionReason, Integer> refusedOtherwise = new EnumMap<>(RejectionReason.class);
        private int overtaken;
        private int waived;

        private Counts(boolean sendsDependants, OptionalInt most) {
            this.sendsDependants = sendsDependants;
            this.most = most;
        }

        private void take(SegmentRow row) {
            switch (row.standing()) {
                case CHOSEN -> {
                    add(row.step());
                    chosen++;
                    renewed += row.renewed() ? 1 : 0;
                    row.reason().ifPresent(reason -> reasons.merge(reason, 1, Integer::sum));
                }
                case DEPENDANT -> {
                    dependants.merge(row.step().entity(), 1, Integer::sum);
                    if (sendsDependants) {
                        add(row.step());
                    }
                }
                case WAIVED -> waived++;
                case REFUSED_OTHERWISE ->
                    row.reason().ifPresent(reason -> refusedOtherwise.merge(reason, 1, Integer::sum));
                case OVERTAKEN -> overtaken++;
            }
        }

        private void add(ReplayStep step) {
            if (most.isPresent() && steps.size() == most.getAsInt()) {
                throw new RefusedException("these are more than " + most.getAsInt()
                        + " source rows, and a replay from the dashboard has no more (limits.replay.rows), as its process has"
                        + " the memory of the migration; narrow the choice, or use ferry replay, which has a process of its"
                        + " own and is not bound by it");
            }
            steps.add(step);
        }

        private Selection selection() {
            return new Selection(
                    steps, chosen, renewed, new LeftOut(overtaken, waived, refusedOtherwise), dependants, reasons);
        }
    }
}
