package org.dataferry.capture.progress;

import org.dataferry.schemas.key.SourceTable;

/**
 * Hears how capture goes on. Called by the threads that publish, so an answer must be quick; an exception stops
 * capture. A snapshot is read by several threads at a time.
 */
public interface CaptureListener {

    /** Nobody listens. */
    CaptureListener NONE = new CaptureListener() {};

    /** A snapshot of all tables begins. */
    default void snapshotStarted() {}

    /** A part of a table was read, and Kafka has acknowledged it. */
    default void snapshotProgress(SnapshotProgress progress) {}

    /** A table was read to its end; its last row may still be on its way. */
    default void tableScanned(SourceTable table, long rows) {}

    /** Every row of the snapshot, and what follows from it, is acknowledged. */
    default void snapshotCompleted() {}

    /** From here on come changes. */
    default void streaming() {}

    /** A dump was judged; in words, for whoever watches. Called by a thread of its own. */
    default void dumpJudged(String words) {}

    /** How far it is with rows that are read again; in words, for whoever watches. Called by a thread of its own. */
    default void resnapshot(String words) {}

    /** A change was handed to Kafka; it is not acknowledged yet. */
    default void changePublished(SourceTable table) {}
}
