package org.dataferry.sink.loop;

import java.time.Duration;
import java.util.Map;
import org.dataferry.schemas.outcome.RejectionReason;

/**
 * How long a write is tried that has no result yet. What is lost, throttled or finds the target away is tried without end;
 * this is about what the target undid, so that it may be the row's own fault.
 *
 * @param lateRequestHold how long a request whose answer was lost can still commit
 * @param customLogicRetries by entity, how often a row is sent again that custom logic of the target refused; 0 for others
 */
record Patience(Duration lateRequestHold, Map<String, Integer> customLogicRetries) {

    /** With the pauses between, about half a minute. Such rows were found by dividing their batch, so they are alone. */
    private static final int FEW = 7;

    /**
     * With the pauses between, about half an hour: longer than an import of a solution or a job commonly holds a table.
     */
    private static final int MANY = 24;

    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(2);

    Patience {
        customLogicRetries = Map.copyOf(customLogicRetries);
    }

    /** How often in all a row is sent that is always undone, before it is rejected for this reason. */
    int tries(String entity, RejectionReason reason) {
        // Not exhaustive on purpose: of all reasons these are those for which the target undoes requests.
        return switch (reason) {
            case CUSTOM_LOGIC_FAILED -> 1 + customLogicRetries.getOrDefault(entity, 0);
            case TARGET_BUSY, CUSTOM_LOGIC_TOO_SLOW, KEY_NOT_READY -> MANY;
            default -> FEW;
        };
    }

    /**
     * The pause before a row is sent again: doubles each time, less up to a half.
     *
     * @param rolledBack how often it was undone so far
     * @param spread from 0 to 1: rows that were undone together come back together, and apart from those of other requests
     */
    static Duration pause(int rolledBack, double spread) {
        int doublings = Math.min(rolledBack - 1, 20);
        long whole = Math.min(FIRST_PAUSE.toMillis() << doublings, LONGEST_PAUSE.toMillis());
        return Duration.ofMillis(whole - (long) (spread * whole / 2));
    }
}
