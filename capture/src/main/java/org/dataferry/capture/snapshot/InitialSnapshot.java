package org.dataferry.capture.snapshot;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.dataferry.capture.engine.TableForms;
import org.dataferry.capture.epoch.LogPoint;
import org.dataferry.capture.publish.PublishedTable;
import org.dataferry.capture.source.ConnectionFailures;
import org.dataferry.capture.source.ExportedSlot;
import org.dataferry.capture.source.TableName;
import org.dataferry.schemas.change.SourcePosition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads all rows once. What holds:
 *
 * <ol>
 *   <li>Rows are read as they are where the replication slot begins: what the slot delivers was committed after that, and
 *       what was committed before is in the rows. So no change is missed, and none comes before the row that it changed.
 *   <li>The structure of the tables is locked before the slot is made and until all is read, as a snapshot does not see rows
 *       that TRUNCATE or ALTER TABLE took away.
 *   <li>Tables begin in load order; several readers share them out in chunks.
 *   <li>The markers that complete the epoch are sent when all rows are acknowledged.
 * </ol>
 *
 * For one thread, but for {@link #rows} and {@link #close}.
 */
public final class InitialSnapshot implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(InitialSnapshot.class);

    /** A slot begins when transactions have ended that were open; a nightly job may take its time. */
    private static final Duration SLOT_PATIENCE = Duration.ofMinutes(10);

    /** Whoever waits behind us for the table waits no longer than this. */
    private static final Duration LOCK_PATIENCE = Duration.ofSeconds(60);

    private final SnapshotParts parts;
    private final SnapshotSource source;
    private final LongAdder rows = new LongAdder();
    private volatile @Nullable Readers<Piece> readers;
    private volatile boolean closing;

    public InitialSnapshot(SnapshotParts parts) {
        this.parts = parts;
        this.source = new SnapshotSource(parts.address(), LOCK_PATIENCE);
    }

    /** Rows handed to Kafka. */
    public long rows() {
        return rows.sum();
    }

    /**
     * Makes the slot, begins a new epoch of all tables and reads them.
     *
     * @return where the slot begins; rows and markers are acknowledged
     */
    public long run() {
        Instant begin = parts.clock().instant();
        try (Connection lock = source.lock(parts.tables().keySet());
                ExportedSlot slot = ExportedSlot.create(parts.address(), parts.names(), SLOT_PATIENCE)) {
            parts.epochs()
                    .beginSnapshot(
                            parts.tables().values().stream()
                                    .map(PublishedTable::name)
                                    .toList(),
                            slot.start());
            LOG.info(
                    "A snapshot begins start={} tables={}",
                    slot.start(),
                    parts.tables().size());
            parts.listener().snapshotStarted();
            read(lock, slot, begin);
            complete(slot.start());
            Duration taken = Duration.between(begin, parts.clock().instant());
            LOG.info("The snapshot is complete rows={} taken={}", rows.sum(), taken);
            return slot.start();
        } catch (SQLException failed) {
            throw ConnectionFailures.explain(parts.address(), failed);
        }
    }

    private void read(Connection lock, ExportedSlot slot, Instant readAt) throws SQLException {
        List<Piece> pieces = new ArrayList<>();
        try (TableForms forms = new TableForms(parts.engine())) {
            TablePlans plans = new TablePlans(lock, forms, parts.converter(), parts.avro());
            for (TableName name : LoadOrder.of(parts.tables().keySet(), SnapshotSource.references(lock))) {
                PublishedTable published = parts.tables().get(name);
                TablePlan plan = plans.of(name, published, slot.start(), readAt);
                SourcePosition position = parts.epochs().position(published.name(), LogPoint.ofSnapshot(slot.start()));
                for (Chunk chunk : SnapshotSource.extent(lock, name)
                        .chunks(parts.settings().chunkMebibytes())) {
                    pieces.add(new Piece(plan, position, chunk, chunk.condition(), true));
                }
            }
            read(pieces, slot.snapshot());
        }
    }

    private void read(List<Piece> pieces, String snapshot) throws SQLException {
        long blocks = pieces.stream().mapToLong(piece -> piece.chunk().blocks()).sum();
        SnapshotMeter meter = new SnapshotMeter(blocks, 0, rows, System::nanoTime);
        TableCounts tables = new TableCounts(pieces, parts.listener());
        RowPace pace = new RowPace(parts.settings().rowsPerSecond(), System::nanoTime, Thread::sleep);
        try (Readers<Piece> sharing = new Readers<>(pieces)) {
            readers = sharing;
            if (closing) {
                return;
            }
            sharing.run(parts.settings().readers(), () -> source.open(snapshot), connection -> {
                ChunkReader reader = new ChunkReader(connection, parts.sender(), pace, parts.listener(), rows);
                return piece -> {
                    long read = reader.read(piece.plan(), piece.position(), piece.condition());
                    parts.listener().snapshotProgress(meter.done(piece.chunk().blocks()));
                    tables.read(piece, read);
                };
            });
        }
    }

    private void complete(long start) {
        for (PublishedTable table : parts.tables().values()) {
            parts.changes().complete(table, parts.epochs().position(table.name(), LogPoint.ofSnapshot(start)));
        }
        parts.sender().awaitAcknowledged();
    }

    /** Stops the readers; what they have not finished is read again. */
    @Override
    public void close() {
        closing = true;
        Readers<Piece> running = readers;
        if (running != null) {
            running.close();
        }
    }
}
