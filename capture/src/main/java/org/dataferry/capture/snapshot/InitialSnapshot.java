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
import java.util.OptionalLong;
import java.util.concurrent.atomic.LongAdder;
import org.dataferry.capture.CaptureException;
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
 *   <li>The structure of the tables is locked until all is read, as a snapshot does not see rows that TRUNCATE or ALTER TABLE took
 *       away. Not before the slot is made: that waits for transactions, which might wait for our locks. A table that was
 *       altered in between is found, and the snapshot begins again.
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

    /** For changes of the tables' structure that are going on. */
    private static final Duration LOCK_PATIENCE = Duration.ofSeconds(60);

    /** Each time a table was altered in the moment between slot and locks. */
    private static final int MOST_BEGINNINGS = 10;

    private final SnapshotParts parts;
    private final SnapshotSource source;
    private final LongAdder rows = new LongAdder();
    private volatile @Nullable Readers<Piece> readers;
    private volatile boolean closing;

    public InitialSnapshot(SnapshotParts parts) {
        this.parts = parts;
        this.source = new SnapshotSource(parts.address());
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
        for (int tries = 1; tries <= MOST_BEGINNINGS; tries++) {
            OptionalLong start = read();
            if (start.isPresent()) {
                return start.getAsLong();
            }
        }
        throw new CaptureException("whenever the snapshot began, a table was truncated or altered in that moment, "
                + MOST_BEGINNINGS + " times; start again when nobody does that all the time");
    }

    /** Where the slot begins; empty if the tables are not as they were there any more. */
    private OptionalLong read() {
        Instant begin = parts.clock().instant();
        try {
            Optional<Interrupted> interrupted = interrupted();
            try (ExportedSlot slot = ExportedSlot.create(parts.address(), parts.names(), SLOT_PATIENCE);
                    SnapshotConnections connections = connections(slot)) {
                Optional<TableName> altered = connections.altered();
                if (altered.isPresent()) {
                    LOG.info(
                            "A table was altered while the snapshot began, which begins again table={}", altered.get());
                    return OptionalLong.empty();
                }
                begin(slot.start(), interrupted);
                read(connections, slot.start(), interrupted, begin);
                complete(slot.start());
                LOG.info(
                        "The snapshot is complete rows={} taken={}",
                        rows.sum(),
                        Duration.between(begin, parts.clock().instant()));
                return OptionalLong.of(slot.start());
            }
        } catch (SQLException failed) {
            throw ConnectionFailures.explain(parts.address(), failed);
        }
    }

    /** What can be gone on with; its slot is kept, and there is no other. */
    private Optional<Interrupted> interrupted() throws SQLException {
        try (Connection connection = source.open()) {
            Optional<Interrupted> interrupted = Interrupted.find(parts, extents(connection))
                    .filter(found -> parts.session().slots().keep(found.start(), FREE_PATIENCE));
            if (interrupted.isEmpty()) {
                parts.session().slots().dropKept();
                parts.session().slots().drop(FREE_PATIENCE);
                parts.chunks().forget();
            }
            return interrupted;
        }
    }

    private SnapshotConnections connections(ExportedSlot slot) throws SQLException {
        return SnapshotConnections.open(
                source,
                slot.snapshot(),
                parts.tables().keySet(),
                parts.settings().readers(),
                LOCK_PATIENCE);
    }

    /** Forgets what is only needed while a snapshot is unfinished: the change log goes on from its end for good. */
    public void settled() {
        parts.session().slots().dropKept();
        parts.chunks().forget();
    }

    private Map<TableName, TableExtent> extents(Connection connection) throws SQLException {
        Map<TableName, TableExtent> extents = new LinkedHashMap<>();
        for (TableName table : LoadOrder.of(parts.tables().keySet(), SnapshotSource.references(connection))) {
            extents.put(table, SnapshotSource.extent(connection, table));
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

    private void read(SnapshotConnections connections, long start, Optional<Interrupted> interrupted, Instant readAt)
            throws SQLException {
        Connection locked = connections.all().getFirst();
        requireUniqueKeys(locked);
        Map<TableName, TableExtent> extents = extents(locked);
        try (TableForms forms = new TableForms(parts.engine())) {
            TablePlans planned = new TablePlans(locked, forms, parts.converter(), parts.avro());
            Map<TableName, TablePlan> plans = new LinkedHashMap<>();
            for (TableName name : extents.keySet()) {
                plans.put(name, planned.of(name, parts.tables().get(name), start, readAt));
            }
            long base = interrupted.isEmpty()
                    ? start
                    : new Removals(parts, plans).publish(interrupted.get().start(), start);
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
            read(pieces, connections);
        }
    }

    /** In the very state that is read. */
    private void requireUniqueKeys(Connection locked) throws SQLException {
        for (TableName table : parts.tables().keySet()) {
            parts.keys().requireUnique(locked, table);
        }
    }

    private void read(List<Piece> pieces, SnapshotConnections connections) throws SQLException {
        SnapshotMeter meter = new SnapshotMeter(pieces, rows, parts.listener(), System::nanoTime);
        TableCounts tables = new TableCounts(pieces, parts.listener());
        meter.begin();
        RowPace pace = new RowPace(parts.settings().rowsPerSecond(), System::nanoTime, Thread::sleep);
        try (Readers<Piece> sharing = new Readers<>(pieces, connections.all())) {
            readers = sharing;
            if (closing) {
                sharing.stop();
            }
            sharing.run(connection -> {
                ChunkReader reader = new ChunkReader(connection, parts.sender(), pace, parts.listener(), rows);
                String seen = SnapshotSource.currentSnapshot(connection);
                return piece -> {
                    long read = reader.read(piece.plan(), piece.position(), piece.condition());
                    piece.done(seen).ifPresent(parts.chunks()::done);
                    meter.done(piece, read);
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
