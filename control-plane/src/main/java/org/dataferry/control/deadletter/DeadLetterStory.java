package org.dataferry.control.deadletter;

import java.util.Optional;
import org.dataferry.schemas.control.DeadLetterEvent;

/** @param closed by which decision; empty while somebody has to look at it */
public record DeadLetterStory(DeadLetter letter, Optional<DeadLetterEvent> closed) {

    public boolean isOpen() {
        return closed.isEmpty();
    }
}
