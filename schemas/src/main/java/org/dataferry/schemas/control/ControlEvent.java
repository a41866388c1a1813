package org.dataferry.schemas.control;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** What the {@code control} topic holds: who did what, when and why. */
public sealed interface ControlEvent
        permits ControlEvent.StatesOpened,
                ControlEvent.Noted,
                ControlEvent.CutoverPlanned,
                ReplayEvent,
                SinkSteering,
                WaiverEvent,
                DeadLetterEvent,
                SourceEvent {

    /** Who did it. */
    String by();

    /** Why, in the words of whoever did it; empty if that was not said. */
    String why();

    /** When, in microseconds. */
    Instant at();

    /**
     * From now on the states of an entity are set whose mapping waits for this.
     *
     * @param rebuild that it holds for
     */
    record StatesOpened(String entity, int rebuild, String by, String why, Instant at) implements ControlEvent {
        public StatesOpened {
            at = at.truncatedTo(ChronoUnit.MICROS);
        }
    }

    /**
     * Somebody wrote something down for whoever comes next. Nothing follows from it.
     *
     * @param text in the words of whoever wrote it
     */
    record Noted(String text, String by, Instant at) implements ControlEvent {
        public Noted {
            at = at.truncatedTo(ChronoUnit.MICROS);
        }

        /** A note says by itself why it is there. */
        @Override
        public String why() {
            return "";
        }
    }

    /**
     * The time of the cutover was set. It is what people are told and measured against; nothing is frozen by it.
     *
     * @param freeze when the source is to be frozen; empty where no time is set any more
     */
    record CutoverPlanned(Optional<Instant> freeze, String by, String why, Instant at) implements ControlEvent {
        public CutoverPlanned {
            freeze = freeze.map(time -> time.truncatedTo(ChronoUnit.MICROS));
            at = at.truncatedTo(ChronoUnit.MICROS);
        }
    }
}
