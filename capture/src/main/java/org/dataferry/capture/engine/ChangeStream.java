package org.dataferry.capture.engine;

import io.debezium.engine.DebeziumEngine;
import io.debezium.engine.RecordChangeEvent;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.connect.source.SourceRecord;
import org.dataferry.capture.drift.DriftGate;
import org.dataferry.capture.epoch.EpochBook;
import org.dataferry.capture.epoch.LogPoint;
import org.dataferry.capture.fence.FencePublisher;
import org.dataferry.capture.fence.Heartbeats;
import org.dataferry.capture.log.AckedSender;
import org.dataferry.capture.progress.CaptureCounts;
import org.dataferry.capture.progress.CaptureListener;
import org.dataferry.capture.publish.PublishedTable;
import org.dataferry.capture.source.SourceFence;
import org.dataferry.capture.source.TableName;
import org.dataferry.schemas.change.SourcePosition;
import org.dataferry.schemas.fence.FenceEvent;
import org.jspecify.annotations.Nullable;

/**
 * Takes Debezium's records in their order. What holds:
 *
 * <ol>
 *   <li>Debezium is told that a record is processed only at the end of a transaction or of the snapshot, and only when all
 *       that was sent before is acknowledged: an offset within a transaction would lose rows that share an LSN, one within
 *       a snapshot would hide that the snapshot is not complete.
 *   <li>So there is no offset until a snapshot is complete and its markers are acknowledged; a start without an offset is
 *       a new epoch.
 *   <li>Within a snapshot or a long transaction nothing is waited for: memory is bounded by the producer's buffer.
 * </ol>
 *
 * For the engine's thread only, but for {@link #counts} and {@link #places}.
 */
public final class ChangeStream implements DebeziumEngine.ChangeConsumer<RecordChangeEvent<SourceRecord>> {

    private final Map<TableName, PublishedTable> tables;
    private final EpochBook epochs;
    private final DriftGate changes;
    private final FencePublisher fences;
    private final Heartbeats heartbeats;
    private final AckedSender sender;
    private final CaptureListener listener;
    private final StreamPlaces places;
    private final AtomicLong changeCount = new AtomicLong();
    private final AtomicLong settledLsn = new AtomicLong();

    /** Where the transaction before the current one ended. */
    private long base;

    /** @param base the end of the last transaction before the first that will come, or the start of the snapshot */
    public ChangeStream(
            Map<TableName, PublishedTable> tables,
            EpochBook epochs,
            DriftGate changes,
            FencePublisher fences,
            Heartbeats heartbeats,
            AckedSender sender,
            CaptureListener listener,
            long base) {
        this.tables = Map.copyOf(tables);
        this.epochs = epochs;
        this.changes = changes;
        this.fences = fences;
        this.heartbeats = heartbeats;
        this.sender = sender;
        this.listener = listener;
        this.places = new StreamPlaces(base);
        this.base = base;
    }

    /** Where it is, for whoever reads the source beside it. */
    public StreamPlaces places() {
        return places;
    }

    public CaptureCounts counts() {
        return new CaptureCounts(changeCount.get(), settledLsn.get());
    }

    @Override
    public void handleBatch(
            List<RecordChangeEvent<SourceRecord>> batch,
            DebeziumEngine.RecordCommitter<RecordChangeEvent<SourceRecord>> committer)
            throws InterruptedException {
        RecordChangeEvent<SourceRecord> settles = null;
        boolean completes = false;
        changes.releaseAccepted();
        for (RecordChangeEvent<SourceRecord> each : batch) {
            EngineRecord record = EngineRecord.of(each.record());
            take(record, each.record());
            if (record instanceof EngineRecord.TransactionEnd || record instanceof EngineRecord.SnapshotCompleted) {
                settles = each;
                completes |= record instanceof EngineRecord.SnapshotCompleted;
            }
        }
        settle(settles, committer);
        if (completes) {
            listener.snapshotCompleted();
            stream();
        }
    }

    private void settle(
            @Nullable RecordChangeEvent<SourceRecord> last,
            DebeziumEngine.RecordCommitter<RecordChangeEvent<SourceRecord>> committer)
            throws InterruptedException {
        if (last != null) {
            sender.awaitAcknowledged();
            committer.markProcessed(last);
            settledLsn.set(base);
        }
        committer.markBatchFinished();
    }

    private void take(EngineRecord record, SourceRecord raw) {
        switch (record) {
            case EngineRecord.SnapshotRow(TableName name) -> publish(name, LogPoint.ofSnapshot(base), raw);
            case EngineRecord.RowChange(TableName name, EngineRecord.Place place) -> publish(name, point(place), raw);
            case EngineRecord.Truncate(TableName name, EngineRecord.Place place) -> truncate(name, point(place));
            case EngineRecord.Mark mark -> reach(mark);
            case EngineRecord.TransactionEnd(long lsn) -> end(lsn);
            case EngineRecord.SnapshotStarted ignored -> listener.snapshotStarted();
            case EngineRecord.TableScanned(TableName name, long rows) -> scanned(name, rows);
            case EngineRecord.SnapshotCompleted ignored -> complete();
            case EngineRecord.SnapshotSkipped ignored -> stream();
            case EngineRecord.Other ignored -> {}
        }
    }

    private void end(long lsn) {
        base = lsn;
        places.ended(lsn);
    }

    private LogPoint point(EngineRecord.Place place) {
        return new LogPoint(base, place.lsn(), place.ordinal());
    }

    /** Debezium ignores case where it selects tables, so a table that is not ours can come along. */
    private void publish(TableName name, LogPoint point, SourceRecord raw) {
        PublishedTable table = tables.get(name);
        if (table != null) {
            changes.publish(table, raw, epochs.position(table.name(), point));
            changeCount.incrementAndGet();
            listener.changePublished(table.name());
        }
    }

    private void truncate(TableName name, LogPoint point) {
        PublishedTable table = tables.get(name);
        if (table != null) {
            changes.complete(table, epochs.truncated(table.name(), point));
        }
    }

    private void complete() {
        for (PublishedTable table : tables.values()) {
            SourcePosition start = epochs.position(table.name(), LogPoint.ofSnapshot(base));
            changes.complete(table, start);
        }
    }

    private void scanned(TableName name, long rows) {
        PublishedTable table = tables.get(name);
        if (table != null) {
            listener.tableScanned(table.name(), rows);
        }
    }

    private void stream() {
        listener.streaming();
        heartbeats.start();
    }

    private void reach(EngineRecord.Mark mark) {
        switch (mark.prefix()) {
            case SourceFence.FENCE_PREFIX -> fences.reached(mark.content(), FenceEvent.Kind.FENCE, mark.committedAt());
            case SourceFence.HEARTBEAT_PREFIX ->
                heartbeats
                        .returned(mark.content())
                        .ifPresent(id -> fences.reached(id, FenceEvent.Kind.HEARTBEAT, mark.committedAt()));
            default -> {}
        }
    }
}
