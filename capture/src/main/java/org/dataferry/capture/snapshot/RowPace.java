package org.dataferry.capture.snapshot;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Holds readers back so that together they read no more rows in a second than is allowed. Safe for any thread. */
final class RowPace {

    /** Waits, or does not. */
    @FunctionalInterface
    interface Pause {
        void of(Duration duration) throws InterruptedException;
    }

    /** Time that was not used is not saved up: what follows a stop is no burst. */
    private static final long NANOS_OF_SECOND = TimeUnit.SECONDS.toNanos(1);

    private final int rowsPerSecond;
    private final LongSupplier nanoTime;
    private final Pause pause;
    private long free;

    /** @param rowsPerSecond 0 for no limit */
    RowPace(int rowsPerSecond, LongSupplier nanoTime, Pause pause) {
        this.rowsPerSecond = rowsPerSecond;
        this.nanoTime = nanoTime;
        this.pause = pause;
        this.free = nanoTime.getAsLong();
    }

    /** Returns when rows that were read have used up their time. */
    void take(int rows) throws InterruptedException {
        if (rowsPerSecond == 0) {
            return;
        }
        long wait;
        synchronized (this) {
            long now = nanoTime.getAsLong();
            free = Math.max(free, now) + rows * NANOS_OF_SECOND / rowsPerSecond;
            wait = free - now;
        }
        if (wait > 0) {
            pause.of(Duration.ofNanos(wait));
        }
    }
}
