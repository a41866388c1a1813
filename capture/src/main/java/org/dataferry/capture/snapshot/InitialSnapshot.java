package org.dataferry.capture.snapshot;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
 *   <li>A key that was declared tells all rows apart, or none is published.
 *   <li>The markers that complete the epoch are sent when all rows are acknowledged.
 *   <li>One that was interrupted goes on with a new slot, and sees a later state. Of the chunks that are done it reads the rows
 *       again that may have changed since, and before all rows it publishes which were removed, as the log of the first slot
 *       has it. So the topics come to the later state, and what the new slot delivers follows from that.
 * </ol>
 *
 * For one thread, but for {@link #rows} and {@link #close}.
 */
public final class InitialSnapshot implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(InitialSnapshot.class);

    /** A slot begins when transactions have ended that were open; a nightly job may take its time. */
    private static final Duration SLOT_PATIENCE = Duration.ofMinutes(10);

    /** For the remains of a process that was killed; the source ends them at once when told to. */
    private static final Duration FREE_PATIENCE = Duration.ofSeconds(20);

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
     * Makes the slot and reads all tables, in a new epoch or in that of the snapshot that was interrupted.
     *
     * @return where the slot begins; rows and markers are acknowledged
     */
    public long run() {
        Instant begin = parts.clock().instant();
        try (Connection lock = source.lock(parts.tables().keySet())) {
            Map<TableName, TableExtent> extents = extents(lock);
            Optional<Interrupted> interrupted = Interrupted.find(parts, extents)
                    .filter(found -> parts.session().keepSlot(found.start(), FREE_PATIENCE));
            if (interrupted.isEmpty()) {
                parts.session().dropKeptSlot();
                parts.session().dropSlot(FREE_PATIENCE);
                parts.chunks().forget();
            }
            try (ExportedSlot slot = ExportedSlot.create(parts.address(), parts.names(), SLOT_PATIENCE)) {
                begin(slot.start(), interrupted);
                read(lock, slot, extents, interrupted, begin);
                complete(slot.start());
                LOG.info(
                        "The snapshot is complete rows={} taken={}",
                        rows.sum(),
                        Duration.between(begin, parts.clock().instant()));
                return slot.start();
            }
        } catch (SQLException failed) {
            throw ConnectionFailures.explain(parts.address(), failed);
        }
    }

    /** Forgets what is only needed while a snapshot is unfinished: the change log goes on from its end for good. */
    public void settled() {
        parts.session().dropKeptSlot();
        parts.chunks().forget();
    }

    private Map<TableName, TableExtent> extents(Connection lock) throws SQLException {
        Map<TableName, TableExtent> extents = new LinkedHashMap<>();
        for (TableName table : LoadOrder.of(parts.tables().keySet(), SnapshotSource.references(lock))) {
            extents.put(table, SnapshotSource.extent(lock, table));
        }
        return extents;
    }

    private void begin(long start, Optional<Interrupted> interrupted) {
        if (interrupted.isPresent()) {
            LOG.info("A snapshot goes on begun={} start={}", interrupted.get().start(), start);
        } else {
            parts.epochs()
                    .beginSnapshot(
                            parts.tables().values().stream()
                                    .map(PublishedTable::name)
                                    .toList(),
                            start);
            LOG.info(
                    "A snapshot begins start={} tables={}",
                    start,
                    parts.tables().size());
        }
        parts.listener().snapshotStarted();
    }

    private void read(
            Connection lock,
            ExportedSlot slot,
            Map<TableName, TableExtent> extents,
            Optional<Interrupted> interrupted,
            Instant readAt)
            throws SQLException {
        requireUniqueKeys(slot);
        try (TableForms forms = new TableForms(parts.engine())) {
            TablePlans planned = new TablePlans(lock, forms, parts.converter(), parts.avro());
            Map<TableName, TablePlan> plans = new LinkedHashMap<>();
            for (TableName name : extents.keySet()) {
                plans.put(name, planned.of(name, parts.tables().get(name), slot.start(), readAt));
            }
            long base = interrupted.isEmpty()
                    ? slot.start()
                    : new Removals(parts, plans).publish(interrupted.get().start(), slot.start());
            List<Piece> pieces = new ArrayList<>();
            for (TablePlan plan : plans.values()) {
                TableExtent extent = extents.get(plan.table());
                SourcePosition position =
                        parts.epochs().position(plan.published().name(), LogPoint.ofSnapshot(base));
                List<DoneChunk> done = interrupted
                        .map(found -> found.of(plan.published(), extent))
                        .orElse(List.of());
                done.forEach(chunk -> pieces.add(Piece.changedSince(plan, position, chunk)));
                extent.chunks(done, parts.settings().chunkMebibytes())
                        .forEach(chunk -> pieces.add(Piece.whole(plan, position, chunk, extent.layout())));
            }
            read(pieces, slot.snapshot());
        }
    }

    /** In the very state that is read. */
    private void requireUniqueKeys(ExportedSlot slot) throws SQLException {
        try (Connection connection = source.open(slot.snapshot())) {
            for (TableName table : parts.tables().keySet()) {
                parts.keys().requireUnique(connection, table);
            }
        }
    }

    private void read(List<Piece> pieces, String snapshot) throws SQLException {
        SnapshotMeter meter = SnapshotMeter.of(pieces, rows, parts.listener(), System::nanoTime);
        TableCounts tables = new TableCounts(pieces, parts.listener());
        RowPace pace = new RowPace(parts.settings().rowsPerSecond(), System::nanoTime, Thread::sleep);
        try (Readers<Piece> sharing = new Readers<>(pieces)) {
            readers = sharing;
            if (closing) {
                sharing.stop();
            }
            sharing.run(parts.settings().readers(), () -> source.open(snapshot), connection -> {
                ChunkReader reader = new ChunkReader(connection, parts.sender(), pace, parts.listener(), rows);
                String seen = SnapshotSource.currentSnapshot(connection);
                return piece -> {
                    long read = reader.read(piece.plan(), piece.position(), piece.condition());
                    piece.done(seen).ifPresent(parts.chunks()::done);
                    meter.done(piece);
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
            running.stop();
        }
    }
}
