package org.dataferry.capture.snapshot;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.dataferry.capture.progress.CaptureListener;
import org.dataferry.capture.progress.SnapshotProgress;

/** Counts what was read, in blocks, as their number is known beforehand. Safe for any thread. */
final class SnapshotMeter {

    private final long totalBlocks;
    private final long begunBlocks;
    private final CaptureListener listener;
    private final LongSupplier nanoTime;
    private final long begin;
    private final LongAdder rows;
    private long doneBlocks;

    private SnapshotMeter(
            long totalBlocks, long doneBlocks, LongAdder rows, CaptureListener listener, LongSupplier nanoTime) {
        this.totalBlocks = totalBlocks;
        this.begunBlocks = doneBlocks;
        this.doneBlocks = doneBlocks;
        this.rows = rows;
        this.listener = listener;
        this.nanoTime = nanoTime;
        this.begin = nanoTime.getAsLong();
    }

    /** @param rows counted by the readers */
    static SnapshotMeter of(List<Piece> pieces, LongAdder rows, CaptureListener listener, LongSupplier nanoTime) {
        long total = 0;
        long done = 0;
        for (Piece piece : pieces) {
            total += piece.chunk().blocks();
            done += piece.layout().isEmpty() ? piece.chunk().blocks() : 0;
        }
        return new SnapshotMeter(total, done, rows, listener, nanoTime);
    }

    synchronized void done(Piece piece) {
        doneBlocks += piece.layout().isPresent() ? piece.chunk().blocks() : 0;
        listener.snapshotProgress(progress());
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
