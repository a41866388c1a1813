package org.dataferry.sink.loop;

import java.time.Instant;
import org.dataferry.sink.checkpoint.PartitionWindow;

/**
 * What the loop keeps of a partition that it owns.
 *
 * @param doubtEnd writes before this offset may have been sent by an owner that did not close its checkpoint
 * @param heldUntil when a request of that owner can no longer commit in the target
 */
record PartitionState(PartitionWindow window, long doubtEnd, Instant heldUntil) {

    boolean mayHaveBeenSent(long offset) {
        return offset < doubtEnd;
    }

    /** All that an earlier owner may have sent was read; what has no outcome yet is known as in doubt. */
    boolean hasReadDoubts() {
        return window.next() >= doubtEnd;
    }
}
