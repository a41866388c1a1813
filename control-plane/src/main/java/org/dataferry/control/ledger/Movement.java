package org.dataferry.control.ledger;

import java.time.Instant;
import java.util.Optional;

/**
 * What is under way of an entity, or of all together, and how fast.
 *
 * @param unread records of its tables that were captured and that transform has not read
 * @param inFlight writes announced and without any outcome
 * @param oldestInFlight about when the change of the oldest of those was committed
 * @param lastOutcome when a stage said something of one of its writes for the last time
 * @param lastOfSink when the sink did
 * @param lately over the last {@link #LATELY_SECONDS} seconds
 * @param longer over the last {@link #LONGER_SECONDS} seconds
 */
public record Movement(
        String entity,
        long unread,
        long inFlight,
        Optional<Instant> oldestInFlight,
        Optional<Instant> lastOutcome,
        Optional<Instant> lastOfSink,
        Flow lately,
        Flow longer) {

    /** Short enough to follow what somebody does, long enough for a few commits. */
    public static final int LATELY_SECONDS = 10;

    /** Over which rates of bulk requests even out. */
    public static final int LONGER_SECONDS = 60;

    /** Captured, and not known to have come to anything. */
    public long behind() {
        return unread + inFlight;
    }
}
