package org.dataferry.control.segment;

import java.util.Optional;
import org.dataferry.control.replay.ReplayStep;
import org.dataferry.schemas.outcome.RejectionReason;

/**
 * A source row, as it stands to a segment.
 *
 * @param step what a replay sends of it
 * @param renewed whether the source changed it after what it is chosen for; the newer image is sent
 * @param reason why its write was rejected that it is chosen for; empty if it was not
 */
public record SegmentRow(ReplayStep step, Standing standing, boolean renewed, Optional<RejectionReason> reason) {

    /** How it stands to the segment. In this order they are told. */
    public enum Standing {
        /** It is sent. */
        CHOSEN,
        /** It waits for one that is chosen, and is sent where the segment asks for dependants. */
        DEPENDANT,
        /** It has such a write, but a newer one has succeeded since: it is not sent. */
        OVERTAKEN
    }
}
