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

    void refused(String why, Instant now) {
        long doublings = Math.min(refusals, 20);
        long millis = Math.min(FIRST_PAUSE.toMillis() << doublings, LONGEST_PAUSE.toMillis());
        refusals++;
        nextTry = now.plusMillis(millis);
        reason = why;
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
