package org.dataferry.capture.engine;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.dataferry.capture.CaptureException;

/**
 * How far the change stream is, for whoever reads the source beside it: between which two transactions a point of the log
 * lies. All changes of a transaction were sent before its end is told here. Safe for any thread.
 */
public final class StreamPlaces {

    private final Deque<Long> ends = new ArrayDeque<>();
    private long last;
    private boolean watched;

    /** @param start where the last transaction before the stream ended */
    public StreamPlaces(long start) {
        this.last = start;
    }

    /** From now on the ends of transactions are kept, until {@link #baseOf} has told one. */
    public synchronized void watch() {
        ends.clear();
        ends.add(last);
        watched = true;
    }

    synchronized void ended(long lsn) {
        last = lsn;
        if (watched) {
            ends.add(lsn);
        }
        notifyAll();
    }

    /**
     * Waits until the stream has passed a point that lies behind what it had delivered at {@link #watch}.
     *
     * @param point as a number; what ended at it is before it
     * @param patience how long the stream may stand still
     * @return where the last transaction before the point ended
     */
    public synchronized long baseOf(long point, Duration patience) throws InterruptedException {
        long seen = last;
        long deadline = System.nanoTime() + patience.toNanos();
        while (last <= point) {
            if (last != seen) {
                seen = last;
                deadline = System.nanoTime() + patience.toNanos();
            }
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                throw new CaptureException("the change stream stood still for " + patience + " before " + point);
            }
            wait(left);
        }
        watched = false;
        long base = ends.stream()
                .filter(end -> end <= point)
                .mapToLong(end -> end)
                .max()
                .orElse(0);
        ends.clear();
        return base;
    }
}
