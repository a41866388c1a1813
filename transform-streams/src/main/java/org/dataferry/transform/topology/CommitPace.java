package org.dataferry.transform.topology;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * When a stream thread ends its transaction: soon, as long as commits take little of its time.
 *
 * <p>A commit costs the broker a marker in every partition written to, which is a millisecond for one table and some
 * hundreds of them for a hundred tables under load. So the pause after a commit is a multiple of what the commit took: a
 * single change is seen at once, and a flood pays for few commits. The limit of the setting stands beside it.
 *
 * <p>The tasks of a thread share its transaction, and so its pace; it is for that thread alone.
 */
final class CommitPace {

    /** What a person takes for "at once". */
    static final Duration LEAST_PAUSE = Duration.ofMillis(100);

    /** A tenth of the time at most goes into commits. */
    static final int PAUSE_BY_COMMIT = 10;

    private final CommitTimes times;
    private final LongSupplier nanoClock;
    private boolean uncommitted;
    private long lastNanos;
    private long spentNanos;

    CommitPace(CommitTimes times, LongSupplier nanoClock) {
        this.times = times;
        this.nanoClock = nanoClock;
        this.lastNanos = nanoClock.getAsLong() - LEAST_PAUSE.toNanos();
    }

    /** A record was read or written. */
    void used() {
        uncommitted = true;
    }

    /** Whether a commit is to be asked for now; whoever is told so asks, and the commit is of all tasks. */
    boolean isDue() {
        if (!uncommitted) {
            return false;
        }
        long now = nanoClock.getAsLong();
        long spent = times.spentNanos();
        long pause = Math.max(LEAST_PAUSE.toNanos(), PAUSE_BY_COMMIT * (spent - spentNanos));
        if (now - lastNanos < pause) {
            return false;
        }
        uncommitted = false;
        lastNanos = now;
        spentNanos = spent;
        return true;
    }
}
