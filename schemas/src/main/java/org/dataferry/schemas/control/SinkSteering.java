package org.dataferry.schemas.control;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** What steers the sinks of a rebuild while they run. It holds until another event says otherwise, also over restarts. */
public sealed interface SinkSteering extends ControlEvent {

    /** The rebuild that it holds for. */
    int rebuild();

    /**
     * Nothing more is sent; what is under way is finished.
     *
     * @param entity of which, or of which relationship; empty for all
     */
    record Paused(Optional<String> entity, int rebuild, String by, String why, Instant at) implements SinkSteering {
        public Paused {
            at = at.truncatedTo(ChronoUnit.MICROS);
        }
    }

    /**
     * A pause is over.
     *
     * @param entity whose pause; empty for all pauses, also those of single entities
     */
    record Resumed(Optional<String> entity, int rebuild, String by, String why, Instant at) implements SinkSteering {
        public Resumed {
            at = at.truncatedTo(ChronoUnit.MICROS);
        }
    }

    /** Limits are others than before; those that it does not name stay. */
    record LimitsChanged(LimitChanges changes, int rebuild, String by, String why, Instant at) implements SinkSteering {
        public LimitsChanged {
            at = at.truncatedTo(ChronoUnit.MICROS);
        }
    }

    /** All limits are those of the settings again. */
    record LimitsReset(int rebuild, String by, String why, Instant at) implements SinkSteering {
        public LimitsReset {
            at = at.truncatedTo(ChronoUnit.MICROS);
        }
    }
}
