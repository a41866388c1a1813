package org.dataferry.capture.source;

/**
 * One thing that keeps changes from being captured.
 *
 * @param kind what is wrong
 * @param message what is wrong, where, and what would be right
 */
public record Obstacle(Kind kind, String message) {

    /** Closed, so that a page can group and explain them. */
    public enum Kind {
        /** No answer, or no such database. */
        UNREACHABLE,
        /** {@code wal_level} is not logical. */
        WAL_LEVEL,
        /** The role may not replicate. */
        NO_REPLICATION_ROLE,
        /** The server replays the log of another. */
        STANDBY,
        /** All replication slots are taken. */
        NO_FREE_SLOT,
        /** A table that is not there. */
        UNKNOWN_TABLE,
        /** Without a key a change can't be told from another. */
        NO_PRIMARY_KEY,
        /** A key that was declared is none. */
        NO_KEY,
        /** REPLICA IDENTITY NOTHING: updates and deletes would fail in the application. */
        NO_REPLICA_IDENTITY
    }
}
