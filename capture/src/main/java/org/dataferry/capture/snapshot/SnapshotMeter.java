package org.dataferry.capture.snapshot;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.dataferry.capture.progress.SnapshotProgress;

/** Counts what was read, in blocks, as their number is known beforehand. Safe for any thread. */
final class SnapshotMeter {

    private final long totalBlocks;
    private final long begunBlocks;
    private final LongSupplier nanoTime;
    private final long begin;
    private final LongAdder rows;
    private long doneBlocks;

    /**
     * @param doneBlocks that were read before
     * @param rows counted by the readers
     */
    SnapshotMeter(long totalBlocks, long doneBlocks, LongAdder rows, LongSupplier nanoTime) {
        this.totalBlocks = totalBlocks;
        this.begunBlocks = doneBlocks;
        this.doneBlocks = doneBlocks;
        this.rows = rows;
        this.nanoTime = nanoTime;
        this.begin = nanoTime.getAsLong();
    }

    synchronized SnapshotProgress done(long blocks) {
        doneBlocks += blocks;
        return progress();
    }

    private SnapshotProgress progress() {
        double share = totalBlocks == 0 ? 1 : Math.min(1.0, doneBlocks / (double) totalBlocks);
        long read = doneBlocks - begunBlocks;
        long nanos = nanoTime.getAsLong() - begin;
        Optional<Duration> left = read == 0
                ? Optional.empty()
                : Optional.of(
                        Duration.ofNanos(Math.round((double) nanos / read * Math.max(0, totalBlocks - doneBlocks))));
        return new SnapshotProgress(rows.sum(), share, left);
    }
}
