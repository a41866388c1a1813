package org.dataferry.capture.engine;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.dataferry.capture.CaptureException;

/**
 * How far the change stream is, for whoever reads the source beside it: between which two transactions a point of the log
 * lies. All changes of a transaction were sent before its end is told here. Safe for any thread; one watches at a time.
 */
public final class StreamPlaces {

    private final Deque<Long> ends = new ArrayDeque<>();
    private long last;
    private boolean watched;

    /** @param start where the last transaction before the stream ended */
    StreamPlaces(long start) {
        this.last = start;
    }

    /** Keeps the ends of transactions from now on: 8 bytes each and some more, for as long as it is open. */
    public synchronized Watch watch() {
        ends.clear();
        ends.add(last);
        watched = true;
        return new Watch();
    }

    synchronized void ended(long lsn) {
        last = lsn;
        if (watched) {
            ends.add(lsn);
        }
        notifyAll();
    }

    /** Waits for points that lie behind what the stream had delivered when it was opened. */
    public final class Watch implements AutoCloseable {

        private Watch() {}

        /**
         * Waits until the stream has passed a point.
         *
         * @param point as a number; what ended at it is before it
         * @param patience how long the stream may stand still
         * @return where the last transaction before the point ended
         */
        public long baseOf(long point, Duration patience) throws InterruptedException {
            synchronized (StreamPlaces.this) {
                awaitPassed(point, patience);
                return ends.stream()
                        .filter(end -> end <= point)
                        .mapToLong(end -> end)
                        .max()
                        .orElseThrow();
            }
        }

        @Override
        public void close() {
            synchronized (StreamPlaces.this) {
                watched = false;
                ends.clear();
            }
        }
    }

    /** Called with the lock. */
    private void awaitPassed(long point, Duration patience) throws InterruptedException {
        long seen = last;
        long deadline = System.nanoTime() + patience.toNanos();
        while (last <= point) {
            if (last != seen) {
                seen = last;
                deadline = System.nanoTime() + patience.toNanos();
            }
            long millis = (deadline - System.nanoTime()) / 1_000_000;
            if (millis <= 0) {
                throw new CaptureException("the change stream stood still for " + patience.toMinutes()
                        + " minutes while rows were to be read again. Ask again when changes are followed");
            }
            wait(millis);
        }
    }
}
