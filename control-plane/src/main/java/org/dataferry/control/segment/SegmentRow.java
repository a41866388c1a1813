package org.dataferry.control.segment;

import java.util.Optional;
import org.dataferry.control.replay.ReplayStep;
import org.dataferry.schemas.outcome.RejectionReason;

/**
 * A source row, as it stands to a segment.
 *
 * @param step what a replay sends of it
 * @param renewed whether the source changed it after what it is chosen for; the newer image is sent
 * @param reason why its write was rejected that it is chosen for, or why it is refused now; empty if it is not
 */
public record SegmentRow(ReplayStep step, Standing standing, boolean renewed, Optional<RejectionReason> reason) {

    /** How it stands to the segment. In this order they are told. */
    public enum Standing {
        /** It is sent. */
        CHOSEN,
        /** It waits for one that is chosen, and is sent where the segment asks for dependants. */
        DEPENDANT,
        /** Somebody waived just that, and the segment does not ask for such: it is not sent. */
        WAIVED,
        /** It was refused so, and is refused for another reason since: it is not sent. */
        REFUSED_OTHERWISE,
        /** It has such a write, but that is over, as a newer one has taken its place: it is not sent. */
        OVERTAKEN
    }
}
