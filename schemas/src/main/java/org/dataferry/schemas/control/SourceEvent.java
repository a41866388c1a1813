package org.dataferry.schemas.control;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Collectors;
import org.dataferry.schemas.key.SourceTable;

/** What happened to a source that somebody may have to decide on, and what was decided. */
public sealed interface SourceEvent extends ControlEvent {

    /** Who writes down what nobody decided, and asks for the rows of tables that were added: no person has this name. */
    String CAPTURE = "capture";

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

    /**
     * Somebody asked that rows of a table are read again while its changes go on.
     *
     * @param resnapshotId recognises it
     * @param where which rows, as a condition in the source's SQL; empty for all
     * @param acceptedDeletes up to so many rows may be deleted, whatever share of the table they are; 0 where nobody said so
     */
    record ResnapshotAsked(
            SourceTable table,
            String resnapshotId,
            String where,
            long acceptedDeletes,
            String by,
            String why,
            Instant at)
            implements SourceEvent {
        public ResnapshotAsked {
            at = at.truncatedTo(ChronoUnit.MICROS);
        }

        @Override
        public String source() {
            return table.source();
        }
    }

    /**
     * How far capture is with what was asked.
     *
     * @param rows what was counted; all zero before that
     * @param text why it stopped, in words; empty where it did not
     */
    record Resnapshotted(
            SourceTable table,
            String resnapshotId,
            Step step,
            RowDifference rows,
            String text,
            String by,
            String why,
            Instant at)
            implements SourceEvent {

        /** Where it can be. */
        public enum Step {
            /** The log and the table were compared; nothing is published yet. */
            COUNTED,
            /** Too many rows would be deleted; nothing was published, and nothing will be unless somebody asks again. */
            STOPPED,
            /** What was different is in the log. */
            PUBLISHED,
            /** It could not be done; what was published of it is right, and asking again does the rest. */
            FAILED;

            /** Whether nothing more follows. */
            public boolean isLast() {
                return this != COUNTED;
            }
        }

        public Resnapshotted {
            at = at.truncatedTo(ChronoUnit.MICROS);
        }

        /**
         * For people.
         *
         * @param name of the table
         */
        public String words(String name) {
            return name + " read again: "
                    + switch (step) {
                        case COUNTED -> rows.text();
                        case STOPPED -> "stopped. " + text;
                        case PUBLISHED -> "done, " + rows.text();
                        case FAILED -> "failed. " + text;
                    };
        }

        @Override
        public String source() {
            return table.source();
        }
    }
}
