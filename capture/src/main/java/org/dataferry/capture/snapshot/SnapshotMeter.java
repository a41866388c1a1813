package org.dataferry.capture.snapshot;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.dataferry.capture.progress.CaptureListener;
import org.dataferry.capture.progress.SnapshotProgress;
import org.dataferry.schemas.key.SourceTable;

/** Counts what was read, in blocks, as their number is known beforehand. Safe for any thread. */
final class SnapshotMeter {

    /** Of one table. */
    private static final class Measured {
        private long totalBlocks;
        private long doneBlocks;
        private long rows;
        private int piecesLeft;

        /** A table without blocks is done when it was looked at. */
        double share() {
            if (piecesLeft == 0) {
                return 1;
            }
            return totalBlocks == 0 ? 0 : Math.min(1.0, doneBlocks / (double) totalBlocks);
        }
    }

    private final Map<SourceTable, Measured> tables = new LinkedHashMap<>();
    private final CaptureListener listener;
    private final LongSupplier nanoTime;
    private final long begin;
    private final LongAdder rows;
    private long readBlocks;

    /**
     * @param pieces all that is to be read
     * @param rows counted by the readers
     */
    SnapshotMeter(List<Piece> pieces, LongAdder rows, CaptureListener listener, LongSupplier nanoTime) {
        this.rows = rows;
        this.listener = listener;
        this.nanoTime = nanoTime;
        this.begin = nanoTime.getAsLong();
        for (Piece piece : pieces) {
            Measured table = tables.computeIfAbsent(piece.plan().published().name(), first -> new Measured());
            table.totalBlocks += piece.chunk().blocks();
            table.doneBlocks += isNew(piece) ? 0 : piece.chunk().blocks();
            table.piecesLeft++;
        }
    }

    /** Tells what was read before. */
    synchronized void begin() {
        listener.snapshotProgress(progress());
    }

    /** @param count rows of the piece */
    synchronized void done(Piece piece, long count) {
        Measured table = tables.get(piece.plan().published().name());
        table.piecesLeft--;
        table.rows += count;
        if (isNew(piece)) {
            table.doneBlocks += piece.chunk().blocks();
            readBlocks += piece.chunk().blocks();
        }
        listener.snapshotProgress(progress());
    }

    /** Else an earlier start has read it, and only what has changed since is read. */
    private static boolean isNew(Piece piece) {
        return piece.layout().isPresent();
    }

    private SnapshotProgress progress() {
        long total =
                tables.values().stream().mapToLong(table -> table.totalBlocks).sum();
        long done =
                tables.values().stream().mapToLong(table -> table.doneBlocks).sum();
        double share = total == 0 ? 1 : Math.min(1.0, done / (double) total);
        long nanos = nanoTime.getAsLong() - begin;
        Optional<Duration> left = readBlocks == 0
                ? Optional.empty()
                : Optional.of(Duration.ofNanos(Math.round((double) nanos / readBlocks * Math.max(0, total - done))));
        return new SnapshotProgress(
                rows.sum(),
                share,
                left,
                tables.entrySet().stream()
                        .map(table -> new SnapshotProgress.Table(
                                table.getKey(),
                                table.getValue().rows,
                                table.getValue().share()))
                        .toList());
    }
}
