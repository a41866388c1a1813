package org.dataferry.schemas.control;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** What closes dead letters: nobody has to look at them any more. */
public sealed interface DeadLetterEvent extends ControlEvent {

    List<DeadLetterId> letters();

    /** Somebody decided that what could not be read is not migrated. */
    record Discarded(List<DeadLetterId> letters, String by, String why, Instant at) implements DeadLetterEvent {
        public Discarded {
            letters = List.copyOf(letters);
            at = at.truncatedTo(ChronoUnit.MICROS);
        }
    }

    /** What can be read by now was put at the end of its topic once more. */
    record Replayed(List<DeadLetterId> letters, String by, String why, Instant at) implements DeadLetterEvent {
        public Replayed {
            letters = List.copyOf(letters);
            at = at.truncatedTo(ChronoUnit.MICROS);
        }
    }
}
