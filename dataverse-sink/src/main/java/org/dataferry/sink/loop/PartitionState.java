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
}
