package org.dataferry.schemas.control;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Collectors;
import org.dataferry.schemas.key.SourceTable;

/** What happened to a source that somebody may have to decide on, and what was decided. */
public sealed interface SourceEvent extends ControlEvent {

    /** The migration's name for the source. */
    String source();

    /**
     * Capture saw that a table's schema is not what it was.
     *
     * @param driftId recognises the event
     * @param drifts what is different, at least one
     * @param paused whether the table's changes are held until somebody has accepted it
     */
    record Drifted(
            SourceTable table,
            String driftId,
            List<SourceDrift> drifts,
            boolean paused,
            String by,
            String why,
            Instant at)
            implements SourceEvent {
        public Drifted {
            drifts = List.copyOf(drifts);
            at = at.truncatedTo(ChronoUnit.MICROS);
        }

        @Override
        public String source() {
            return table.source();
        }

        /** For people. */
        public String text() {
            return drifts.stream().map(SourceDrift::text).collect(Collectors.joining("; "));
        }
    }

    /** Somebody accepted what a table has become: what is held of it goes on its way. */
    record DriftAccepted(SourceTable table, String by, String why, Instant at) implements SourceEvent {
        public DriftAccepted {
            at = at.truncatedTo(ChronoUnit.MICROS);
        }

        @Override
        public String source() {
            return table.source();
        }
    }

    /**
     * Somebody decided how capture goes on although it cannot go on where it stopped.
     *
     * @param gap why it could not, in words
     * @param from the position up to which changes were captured, as a number; 0 if none were
     * @param to the position from which on they are captured again
     */
    record GapDecided(String source, Choice choice, String gap, long from, long to, String by, String why, Instant at)
            implements SourceEvent {

        /** What can be decided. */
        public enum Choice {
            /** All rows are read again; what is gone at the source is removed. */
            RESNAPSHOT,
            /** What was changed in between is never captured. */
            ACCEPT_GAP
        }

        public GapDecided {
            at = at.truncatedTo(ChronoUnit.MICROS);
        }
    }
}
