package org.dataferry.capture.epoch;

/**
 * A time that the history of a table began anew.
 *
 * @param number from 1
 * @param start changes from here on belong to it, unless a later epoch begins before them
 */
public record Epoch(int number, Kind kind, LogPoint start) {

    /** Why the history began anew. */
    public enum Kind {
        /** All rows were read. */
        SNAPSHOT,
        /** TRUNCATE: the table is empty, and the epoch complete at once. */
        TRUNCATE,
        /** Changes before it were never captured, as somebody decided; it is never complete. */
        GAP,
        /** From here on nobody captures the table, until a later epoch begins. */
        LEFT_OUT
    }
}
