package org.dataferry.sink.send;

import java.time.Duration;
import java.time.Instant;

/**
 * Whether Dataverse lets an application user in. One that is shut out may come back, as people mend roles and licences: it is
 * tried again after pauses that grow. Not safe for threads.
 */
final class Admission {

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(5);

    /** Then it takes no longer to go on than to be told of it, and a user that never comes back costs 300 requests a day. */
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

    private int refusals;
    private Instant nextTry = Instant.MIN;
    private String reason = "";

    /** Whether it was let in when it was last tried. */
    boolean isOpen() {
        return refusals == 0;
    }

    boolean mayTry(Instant now) {
        return !now.isBefore(nextTry);
    }

    /**
     * Many batches may be under way when it is shut out, and each is told; that is one refusal.
     *
     * @param begun when the batch went out that was refused
     * @return whether it had not been known
     */
    boolean refused(String why, Instant begun, Instant now) {
        if (!mayTry(begun)) {
            return false;
        }
        nextTry = now.plus(pause(refusals));
        refusals++;
        reason = why;
        return true;
    }

    private static Duration pause(int refusals) {
        long millis = FIRST_PAUSE.toMillis() << Math.min(refusals, 20);
        return Duration.ofMillis(Math.min(millis, LONGEST_PAUSE.toMillis()));
    }

    /** Whether it has been shut out for so long that its pauses grow no more. */
    boolean isLongest() {
        return refusals > 0 && pause(refusals - 1).equals(LONGEST_PAUSE);
    }

    void granted() {
        refusals = 0;
        nextTry = Instant.MIN;
        reason = "";
    }

    Instant nextTry() {
        return nextTry;
    }

    /** Why it was not let in. */
    String reason() {
        return reason;
    }
}
