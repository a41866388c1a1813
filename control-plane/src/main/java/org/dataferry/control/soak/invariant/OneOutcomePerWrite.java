package org.dataferry.control.soak.invariant;

import java.util.ArrayList;
import java.util.List;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.outcome.Outcome;
import org.dataferry.schemas.outcome.RejectionReason;
import org.dataferry.schemas.write.Cause;
import org.dataferry.schemas.write.Part;
import org.dataferry.schemas.write.WriteId;

/**
 * Every announced write has an outcome, and no other write has any. The last one is final, and no rejection but
 * of what the target does not take; only a write of the source's present rows may wait, or be an orphan, and only for a row
 * that cannot be in the target; their state waits with them.
 */
public record OneOutcomePerWrite(SoakLog log, SourceModel source) implements Invariant {

    @Override
    public String name() {
        return "every write has one current outcome";
    }

    @Override
    public List<String> violations() {
        List<String> found = new ArrayList<>();
        for (WriteId write : log.announced()) {
            Outcome outcome = log.outcomes().get(write);
            if (outcome == null) {
                found.add("write " + write + " has no outcome" + log.trail(write.row()));
            } else if (!isInOrder(write, outcome)) {
                found.add("write " + write + " is " + outcome + log.trail(write.row()));
            }
        }
        log.outcomes().keySet().stream()
                .filter(write -> !log.announced().contains(write))
                .forEach(write -> found.add("write " + write + " has an outcome and was never announced"));
        return found;
    }

    private boolean isInOrder(WriteId write, Outcome outcome) {
        return switch (outcome) {
            case Outcome.Applied ignored -> true;
            case Outcome.AlreadyApplied ignored -> true;
            case Outcome.Skipped ignored -> true;
            case Outcome.Parked(RowId missing) -> mayWait(write, missing);
            case Outcome.Rejected(var reason, var detail)
            when reason == RejectionReason.ORPHAN ->
                log.waitedFor().containsKey(write)
                        && mayWait(write, log.waitedFor().get(write));
            case Outcome.Rejected(var reason, var detail) ->
                source.wasEverRefused(write.row()) && mayBeRefused(write, reason);
            case Outcome.Deferred ignored ->
                write.part() == Part.STATE && source.has(write.row()) && !source.isSettled(write.row());
            case Outcome.Bounced ignored -> false;
        };
    }

    /**
     * A row that the target refuses is not there to have a state; and while many of its versions are refused, it is forgotten what a lost one
     * was like, which is told.
     */
    private static boolean mayBeRefused(WriteId write, RejectionReason reason) {
        return reason == RejectionReason.VALUE_TOO_LONG
                || reason == RejectionReason.ROW_LOST
                        && (write.part() == Part.STATE || write.cause() instanceof Cause.OfLoss);
    }

    private boolean mayWait(WriteId write, RowId missing) {
        return source.has(write.row()) && !source.isSettled(missing);
    }
}
