package org.dataferry.capture.source;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.replication.LogSequenceNumber;
import org.postgresql.replication.PGReplicationStream;
import org.postgresql.replication.fluent.logical.ChainedLogicalStreamBuilder;

/**
 * Reads from a slot, without moving it, which rows were removed between two points of the log: by DELETE, by a change of their
 * key, or by TRUNCATE. It speaks pgoutput's protocol, version 1.
 */
public final class RemovedRows {

    /** Marks the end of what is read, so that a source at rest does not keep us waiting. */
    private static final String END_PREFIX = "ferry-read-to-here";

    private static final int FIRST_VERSION_WITH_MESSAGES = 14;
    private static final Duration PAUSE = Duration.ofMillis(5);

    /** PostgreSQL counts microseconds from the beginning of 2000. */
    private static final Instant EPOCH = Instant.parse("2000-01-01T00:00:00Z");

    /** Takes a removal. */
    @FunctionalInterface
    public interface Taker {
        void take(Removal removal);
    }

    private record Relation(TableName table, List<String> columns) {}

    private final SourceAddress address;
    private final ReplicationNames names;
    private final Duration patience;
    private final Map<Integer, Relation> relations = new HashMap<>();

    private long base;
    private Instant committedAt = EPOCH;
    private int ordinal;

    /** @param patience how long the source may take to search its log for the next change */
    public RemovedRows(SourceAddress address, ReplicationNames names, Duration patience) {
        this.address = address;
        this.names = names;
        this.patience = patience;
    }

    /**
     * @param slot which has not moved since it began at {@code from}
     * @param to where the last transaction ends that is read
     * @return where the last transaction ends that was read, or {@code from} if there was none; the next one is told by that
     */
    public long read(String slot, long from, long to, Taker taker) {
        base = from;
        try (Connection mark = address.forCommands();
                Connection connection = address.forReplication(patience)) {
            SourceFence.emit(mark, END_PREFIX, "");
            boolean messages = connection.getMetaData().getDatabaseMajorVersion() >= FIRST_VERSION_WITH_MESSAGES;
            try (PGReplicationStream stream = stream(connection, slot, from, messages)) {
                read(stream, to, taker);
            }
            return base;
        } catch (SQLException failed) {
            throw ConnectionFailures.explain(address, failed);
        }
    }

    private PGReplicationStream stream(Connection connection, String slot, long from, boolean messages)
            throws SQLException {
        ChainedLogicalStreamBuilder builder = connection
                .unwrap(PGConnection.class)
                .getReplicationAPI()
                .replicationStream()
                .logical()
                .withSlotName(slot)
                .withStartPosition(LogSequenceNumber.valueOf(from))
                // The driver would move the slot as soon as the source says how far its log goes.
                .withAutomaticFlush(false)
                .withSlotOption("proto_version", 1)
                .withSlotOption("publication_names", '"' + names.publication() + '"');
        return (messages ? builder.withSlotOption("messages", true) : builder).start();
    }

    private void read(PGReplicationStream stream, long to, Taker taker) throws SQLException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            ByteBuffer message = stream.readPending();
            if (message == null) {
                if (System.nanoTime() > deadline) {
                    throw new SourceException("the source sent nothing of its log for " + patience
                            + " while removed rows were searched in it; start again");
                }
                pause();
            } else {
                deadline = System.nanoTime() + patience.toNanos();
                long lsn = stream.getLastReceiveLSN().asLong();
                if (isBeyond(message, to)) {
                    return;
                }
                take(message, lsn, taker);
            }
        }
    }

    /** A transaction begins that committed after the end. */
    private static boolean isBeyond(ByteBuffer message, long to) {
        return message.get(message.position()) == 'B' && message.getLong(message.position() + 1) >= to;
    }

    private void take(ByteBuffer message, long lsn, Taker taker) {
        switch (message.get()) {
            case 'B' -> {
                message.getLong();
                committedAt = EPOCH.plus(message.getLong(), ChronoUnit.MICROS);
                ordinal = 0;
            }
            case 'C' -> {
                message.get();
                message.getLong();
                base = message.getLong();
            }
            case 'R' -> relation(message);
            case 'I' -> ordinal++;
            case 'U' -> update(message, place(lsn), taker);
            case 'D' -> {
                Relation relation = relation(message.getInt());
                message.get();
                taker.take(new Removal.Row(relation.table(), place(lsn), tuple(message, relation), Map.of()));
            }
            case 'T' -> {
                int count = message.getInt();
                message.get();
                for (int i = 0; i < count; i++) {
                    taker.take(new Removal.All(relation(message.getInt()).table(), place(lsn)));
                }
            }
            default -> {
                // Types, origins and messages remove nothing.
            }
        }
    }

    /** Of an update the log tells the old row where the key has changed, and with REPLICA IDENTITY FULL always. */
    private void update(ByteBuffer message, Removal.Place place, Taker taker) {
        Relation relation = relation(message.getInt());
        if (message.get() == 'N') {
            return;
        }
        Map<String, String> old = tuple(message, relation);
        message.get();
        taker.take(new Removal.Row(relation.table(), place, old, tuple(message, relation)));
    }

    private Removal.Place place(long lsn) {
        return new Removal.Place(base, lsn, ++ordinal, committedAt);
    }

    private void relation(ByteBuffer message) {
        int id = message.getInt();
        TableName table = new TableName(text(message), text(message));
        message.get();
        List<String> columns = new ArrayList<>();
        int count = message.getShort();
        for (int i = 0; i < count; i++) {
            message.get();
            columns.add(text(message));
            message.getInt();
            message.getInt();
        }
        relations.put(id, new Relation(table, columns));
    }

    private Relation relation(int id) {
        return Objects.requireNonNull(relations.get(id), "a change of a relation that was not described");
    }

    private static Map<String, String> tuple(ByteBuffer message, Relation relation) {
        Map<String, String> values = new LinkedHashMap<>();
        int count = message.getShort();
        for (int i = 0; i < count; i++) {
            String value = value(message);
            if (value != null) {
                values.put(relation.columns().get(i), value);
            }
        }
        return values;
    }

    /** Null, and what was not sent, have no text. */
    private static @Nullable String value(ByteBuffer message) {
        if (message.get() != 't') {
            return null;
        }
        byte[] bytes = new byte[message.getInt()];
        message.get(bytes);
        return new String(bytes, UTF_8);
    }

    private static String text(ByteBuffer message) {
        int end = message.position();
        while (message.get(end) != 0) {
            end++;
        }
        byte[] bytes = new byte[end - message.position()];
        message.get(bytes);
        message.get();
        return new String(bytes, UTF_8);
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new SourceException("interrupted while removed rows were searched in the source's log", stopped);
        }
    }
}
