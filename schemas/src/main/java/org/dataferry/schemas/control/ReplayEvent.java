package org.dataferry.schemas.control;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;

/** What happens to a replay, from its request to its end. */
public sealed interface ReplayEvent extends ControlEvent {

    /** Part of the ids of the writes that it causes. */
    String replayId();

    /**
     * Somebody chose source rows to be sent again. It is written before the first of their commands.
     *
     * @param entity whose rows, or the relationship of links; several with commas between them
     * @param rows source rows that were chosen
     * @param segment how they were chosen, in the words of the command; empty if that was not written down
     * @param awaitsApproval whether none is sent before somebody else has approved it
     */
    record Requested(
            String replayId,
            String entity,
            long rows,
            String segment,
            boolean awaitsApproval,
            String by,
            String why,
            Instant at)
            implements ReplayEvent {
        public Requested {
            at = at.truncatedTo(ChronoUnit.MICROS);
        }
    }

    /** One that waited for it may begin. */
    record Approved(String replayId, String by, String why, Instant at) implements ReplayEvent {
        public Approved {
            at = at.truncatedTo(ChronoUnit.MICROS);
        }
    }

    /** No further command is sent for now; those that were sent are done. */
    record Paused(String replayId, String by, String why, Instant at) implements ReplayEvent {
        public Paused {
            at = at.truncatedTo(ChronoUnit.MICROS);
        }
    }

    /** A pause is over, or one that was cut short goes on. */
    record Resumed(String replayId, String by, String why, Instant at) implements ReplayEvent {
        public Resumed {
            at = at.truncatedTo(ChronoUnit.MICROS);
        }
    }

    /** No further command is ever sent; what was sent stays. */
    record Cancelled(String replayId, String by, String why, Instant at) implements ReplayEvent {
        public Cancelled {
            at = at.truncatedTo(ChronoUnit.MICROS);
        }
    }

    /**
     * All commands were sent, and each write of theirs has an outcome.
     *
     * @param writes how many came to what, by the name of the outcome as in {@code ferry status}
     */
    record Ended(String replayId, Map<String, Long> writes, String by, String why, Instant at) implements ReplayEvent {
        public Ended {
            writes = Map.copyOf(writes);
            at = at.truncatedTo(ChronoUnit.MICROS);
        }
    }
}
