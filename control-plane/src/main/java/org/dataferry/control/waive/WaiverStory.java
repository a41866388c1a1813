package org.dataferry.control.waive;

import java.util.Optional;
import org.dataferry.schemas.control.WaiverEvent;

/**
 * A waiver by the events of it so far.
 *
 * @param decision without its writes
 * @param withdrawal empty while it holds
 */
public record WaiverStory(WaiverEvent.Waived decision, Optional<WaiverEvent.Withdrawn> withdrawal) {

    public boolean holds() {
        return withdrawal.isEmpty();
    }
}
