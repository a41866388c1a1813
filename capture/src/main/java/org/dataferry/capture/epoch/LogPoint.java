package org.dataferry.capture.epoch;

import java.util.Comparator;
import org.dataferry.schemas.change.SourcePosition;

/**
 * A point in the order in which the source's log is delivered. What holds:
 *
 * <ol>
 *   <li>{@code base} is where the transaction before this one ended: no event carries the end of its own transaction, but
 *       transactions come one after the other, in the order of their commits, so the end of the one before orders them
 *       just as well. For the first transaction after a snapshot it is the snapshot's start.
 *   <li>A change delivered again has the same point. Offsets are kept at ends of transactions only, so a restart begins
 *       with a whole transaction, and the kept offset is the end of the one before it.
 *   <li>A row of the snapshot is at (start, 0, 0). A streamed change has an LSN and an ordinal from 1, so it is after the
 *       snapshot's row also if its transaction began before the snapshot.
 *   <li>Points rise within a transaction: LSNs never fall in it, and the ordinal counts its events.
 * </ol>
 *
 * @param base the end of the transaction before, as an LSN
 * @param lsn the record in the log; several rows can share one
 * @param ordinal the event's number in its transaction, from 1; 0 for a snapshot
 */
public record LogPoint(long base, long lsn, int ordinal) implements Comparable<LogPoint> {

    private static final Comparator<LogPoint> ORDER = Comparator.comparingLong(LogPoint::base)
            .thenComparingLong(LogPoint::lsn)
            .thenComparingInt(LogPoint::ordinal);

    /** Where the rows of a snapshot are. */
    public static LogPoint ofSnapshot(long start) {
        return new LogPoint(start, 0, 0);
    }

    SourcePosition.InLog in(Epoch epoch) {
        return new SourcePosition.InLog(epoch.number(), base, lsn, ordinal);
    }

    @Override
    public int compareTo(LogPoint other) {
        return ORDER.compare(this, other);
    }
}
