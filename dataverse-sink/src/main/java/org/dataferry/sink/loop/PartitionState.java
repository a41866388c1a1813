package org.dataferry.sink.loop;

import java.time.Duration;
import java.time.Instant;
import org.dataferry.sink.checkpoint.Checkpoint;
import org.dataferry.sink.checkpoint.PartitionWindow;

/**
 * What the loop keeps of a partition that it owns.
 *
 * @param doubtEnd writes before this offset may have been sent by an earlier owner
 * @param heldUntil when a request of that owner can no longer commit in the target
 */
record PartitionState(PartitionWindow window, long doubtEnd, Instant heldUntil) {

    /** How soon to look again whether all doubts were read. */
    private static final Duration LOOK_AGAIN = Duration.ofMillis(50);

    boolean mayHaveBeenSent(long offset) {
        return offset < doubtEnd;
    }

    /**
     * When a write in doubt may go out. Not before all others are read: a newer version of its row may be among them, and
     * be in the target already. More than fits the window cannot be waited for.
     *
     * @param noMoreFits whether for some other reason no more of the partition is read
     */
    Instant doubtsEndAt(Instant now, boolean noMoreFits) {
        if (heldUntil.isAfter(now)) {
            return heldUntil;
        }
        return noMoreFits || hasReadDoubts() || window.isFull() ? now : now.plus(LOOK_AGAIN);
    }

    /** All that an earlier owner may have sent was read; what has no outcome yet is known as in doubt. */
    boolean hasReadDoubts() {
        return window.hasRead(doubtEnd);
    }

    Checkpoint checkpoint(long position, boolean closed) {
        Checkpoint checkpoint = window.checkpoint(position, closed);
        return closed ? checkpoint : checkpoint.reaching(doubtEnd);
    }
}
