package org.dataferry.capture.snapshot;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import org.dataferry.capture.CaptureException;
import org.dataferry.capture.convert.BeforeImage;
import org.dataferry.capture.convert.CapturedTable;
import org.dataferry.capture.convert.RowForm;
import org.dataferry.capture.engine.TableForms;
import org.dataferry.capture.publish.PublishedTable;
import org.dataferry.capture.rows.KeyText;
import org.dataferry.capture.rows.RowReading;
import org.dataferry.capture.source.ConnectionFailures;
import org.dataferry.capture.source.ExportedSlot;
import org.dataferry.capture.source.SourceTable;
import org.dataferry.capture.source.TableName;
import org.dataferry.schemas.change.SourcePosition;
import org.dataferry.schemas.key.SourceKey;

/**
 * A table as it is at one point of the log: exactly with the transactions that ended before it. Its structure is locked as long
 * as this is open, and neither TRUNCATE nor ALTER TABLE can take rows away that are read. For one thread, but for {@link #close}.
 */
public final class TableMoment implements AutoCloseable {

    /** A slot begins when transactions have ended that were open; a nightly job may take its time. */
    private static final Duration SLOT_PATIENCE = Duration.ofMinutes(10);

    /** For the remains of a process that was killed; the source ends them at once when told to. */
    private static final Duration FREE_PATIENCE = Duration.ofSeconds(20);

    /** For a change of the table's structure that is going on. */
    private static final Duration LOCK_PATIENCE = Duration.ofSeconds(60);

    /** Each time the table was altered in the moment between slot and locks. */
    private static final int MOST_BEGINNINGS = 10;

    /** One that publishes rows, and one that compares them. */
    private static final int CONNECTIONS = 2;

    /** Rows asked for by their keys in one question. */
    private static final int MOST_KEYS = 500;

    private final SnapshotParts parts;
    private final SourceTable shape;
    private final PublishedTable table;
    private final List<AutoCloseable> open = new ArrayList<>();
    private final ExportedSlot slot;
    private final SnapshotConnections connections;
    private final TablePlan plan;
    private final ChunkReader reader;

    private TableMoment(SnapshotParts parts, SourceTable shape, PublishedTable table) throws SQLException {
        this.parts = parts;
        this.shape = shape;
        this.table = table;
        TableName name = shape.name();
        try {
            parts.session().slots().freeAgain(FREE_PATIENCE);
            slot = opened(
                    ExportedSlot.createTemporary(parts.address(), parts.names().againSlot(), SLOT_PATIENCE));
            connections = opened(SnapshotConnections.open(
                    new SnapshotSource(parts.address()), slot.snapshot(), List.of(name), CONNECTIONS, LOCK_PATIENCE));
            Connection rows = connections.all().getFirst();
            TableForms forms = opened(new TableForms(parts.engine()));
            plan = new TablePlans(rows, forms, parts.converter(), parts.avro())
                    .of(name, table, slot.start(), parts.clock().instant());
            parts.keys().requireUnique(rows, name);
            reader = new ChunkReader(
                    rows,
                    parts.sender(),
                    new RowPace(parts.settings().rowsPerSecond(), System::nanoTime, Thread::sleep),
                    parts.listener(),
                    new LongAdder());
        } catch (SQLException | RuntimeException failed) {
            close();
            throw failed;
        }
    }

    /** @param shape the table as the catalogue has it */
    public static TableMoment open(SnapshotParts parts, SourceTable shape, PublishedTable table) {
        try {
            for (int tries = 1; tries <= MOST_BEGINNINGS; tries++) {
                TableMoment moment = new TableMoment(parts, shape, table);
                boolean usable = false;
                try {
                    usable = moment.connections.altered().isEmpty();
                } finally {
                    // Its locks would keep every ALTER TABLE waiting.
                    if (!usable) {
                        moment.close();
                    }
                }
                if (usable) {
                    return moment;
                }
            }
        } catch (SQLException failed) {
            throw ConnectionFailures.explain(parts.address(), failed);
        }
        throw new CaptureException(
                "whenever " + shape.name() + " was to be read, it was truncated or altered in that moment, "
                        + MOST_BEGINNINGS + " times; ask again when nobody does that all the time");
    }

    private <T extends AutoCloseable> T opened(T part) {
        open.add(part);
        return part;
    }

    /** The point of the log, as a number; a transaction that ends there is in it. */
    public long start() {
        return slot.start();
    }

    /**
     * Reads rows as they are here, of this table alone; to be asked for once, and closed before this is.
     *
     * @param fetchSize rows that are held at a time
     */
    public RowReading reading(int fetchSize) {
        return RowReading.over(parts.address(), connections.all().getLast(), fetchSize, carriedBytes());
    }

    /** The columns that are captured. */
    public Set<String> columns() {
        return plan.form().columns().stream().map(RowForm.Column::name).collect(Collectors.toSet());
    }

    /** The largest binary value of a column that is captured. */
    public int carriedBytes() {
        return plan.form().carriedBytes();
    }

    /** Publishes the rows with these keys, as they are here; returns when they are acknowledged. */
    public void publish(Collection<SourceKey> keys, SourcePosition position) {
        List<SourceKey> all = List.copyOf(keys);
        try {
            for (int from = 0; from < all.size(); from += MOST_KEYS) {
                List<SourceKey> some = all.subList(from, Math.min(all.size(), from + MOST_KEYS));
                reader.read(plan, position, RowReading.keyIn(shape, some));
            }
        } catch (SQLException failed) {
            throw ConnectionFailures.explain(parts.address(), failed);
        }
    }

    /** Publishes that these rows are gone; returns when that is acknowledged. Of a row that is gone only its key is known. */
    public void publishDeletes(Collection<SourceKey> keys, SourcePosition position) {
        PublishedTable keyAlone = new PublishedTable(
                table.name(),
                new CapturedTable(
                        table.captured().source(),
                        table.captured().schema(),
                        table.captured().table(),
                        new BeforeImage.OnlyColumns(Set.copyOf(table.key()))),
                table.key(),
                table.topic());
        for (SourceKey key : keys) {
            Map<String, String> texts = new HashMap<>();
            for (int i = 0; i < table.key().size(); i++) {
                texts.put(table.key().get(i), KeyText.of(key.components().get(i)));
            }
            parts.changes()
                    .publish(
                            keyAlone,
                            plan.source()
                                    .deletion(texts, slot.start(), parts.clock().instant()),
                            position);
            parts.listener().changePublished(table.name());
        }
        parts.sender().awaitAcknowledged();
    }

    /** What is being read breaks off. */
    @Override
    public void close() {
        for (AutoCloseable part : open.reversed()) {
            try {
                part.close();
            } catch (Exception alreadyBroken) {
                // A broken connection keeps neither lock nor slot.
            }
        }
    }
}
