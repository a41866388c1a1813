package org.dataferry.capture.source;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;

/**
 * The one connection by which a capture process commands its source. It holds a lock as long as it is open, so no two
 * processes capture one source for one migration; the lock of a process that was killed ends with its connection.
 *
 * <p>So a slot that is still in use when the session is open is in use by the remains of a dead process.
 */
public final class SourceSession implements AutoCloseable {

    private static final String ALL_SLOTS_TAKEN = "53400";
    private static final Duration PAUSE = Duration.ofMillis(50);

    /** The history of timelines is a small file. */
    private static final Duration IDENTITY_PATIENCE = Duration.ofSeconds(30);

    /** A service that hosts databases may keep what is told of the server to itself. */
    private static final String DENIED = "42501";

    /** What is newer than PostgreSQL 13 is taken out of JSON, where a missing column is null. */
    private static final String SLOT = """
            SELECT coalesce(wal_status, '') = 'lost' OR pg_catalog.to_jsonb(s) ->> 'invalidation_reason' IS NOT NULL,
                   coalesce(active_pid, 0), coalesce(confirmed_flush_lsn - '0/0'::pg_catalog.pg_lsn, 0),
                   pg_catalog.to_jsonb(s) ->> 'invalidation_reason'
              FROM pg_catalog.pg_replication_slots s WHERE slot_name = ?""";

    /** The first eight digits of the name of a file of the log are the timeline. */
    private static final String IDENTITY = """
            SELECT system_identifier,
                   ('x' || substr(pg_catalog.pg_walfile_name(pg_catalog.pg_current_wal_lsn()), 1, 8))::bit(32)::int
              FROM pg_catalog.pg_control_system()""";

    private static final String NEW_SLOT =
            "SELECT lsn - '0/0'::pg_catalog.pg_lsn FROM pg_catalog.pg_create_logical_replication_slot(?, 'pgoutput')";

    private final SourceAddress address;
    private final ReplicationNames names;
    private final Connection connection;

    private SourceSession(SourceAddress address, ReplicationNames names, Connection connection) {
        this.address = address;
        this.names = names;
        this.connection = connection;
    }

    /**
     * What the source says of the slot.
     *
     * @param lost the source has removed log that the slot still needs
     * @param confirmed how far it was told to be read, as a number
     * @param lostBecause why the log is lost, in a word of PostgreSQL; empty if it is not, or the source does not say
     * @param usedBy the process id of who reads it; 0 if nobody does
     */
    public record Slot(boolean lost, int usedBy, long confirmed, Optional<String> lostBecause) {}

    /**
     * @param patience how long another process's lock is waited for
     * @throws SourceException if another process captures already, or the source is not reachable
     */
    public static SourceSession open(SourceAddress address, ReplicationNames names, Duration patience) {
        try {
            SourceSession session = new SourceSession(address, names, address.forCommands());
            try {
                session.lock(patience);
                return session;
            } catch (SQLException | RuntimeException failed) {
                session.close();
                throw failed;
            }
        } catch (SQLException e) {
            throw ConnectionFailures.explain(address, e);
        }
    }

    private void lock(Duration patience) throws SQLException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!isTrue("SELECT pg_catalog.pg_try_advisory_lock(pg_catalog.hashtextextended(?, 0))")) {
            if (System.nanoTime() > deadline) {
                throw new SourceException("another process captures the source at " + address.withoutParameters()
                        + " with the slot " + names.slot()
                        + ". Stop it first; if its machine is gone, end its session: "
                        + "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'");
            }
            pause();
        }
    }

    /** A point in the log that is before everything that a slot made from now on delivers. */
    public long currentLsn() {
        return call(() -> number("SELECT pg_catalog.pg_current_wal_lsn() - '0/0'::pg_catalog.pg_lsn"));
    }

    /** The slot as the source sees it; empty if there is none. */
    public Optional<Slot> slot() {
        return slot(names.slot());
    }

    private Optional<Slot> slot(String name) {
        return call(() -> {
            try (PreparedStatement statement = connection.prepareStatement(SLOT)) {
                statement.setString(1, name);
                try (ResultSet row = statement.executeQuery()) {
                    return row.next()
                            ? Optional.of(new Slot(
                                    row.getBoolean(1),
                                    row.getInt(2),
                                    row.getLong(3),
                                    Optional.ofNullable(row.getString(4))))
                            : Optional.empty();
                }
            }
        });
    }

    /** Which server this is; empty if it does not tell the role. */
    public Optional<ServerIdentity> identity() {
        return call(() -> {
            try (PreparedStatement statement = connection.prepareStatement(IDENTITY);
                    ResultSet row = statement.executeQuery()) {
                row.next();
                return Optional.of(new ServerIdentity(row.getLong(1), row.getInt(2)));
            } catch (SQLException refused) {
                if (DENIED.equals(refused.getSQLState())) {
                    return Optional.empty();
                }
                throw refused;
            }
        });
    }

    /** Where the history that the server is on left an earlier timeline, as a number; empty if it never was on that. */
    public OptionalLong leftTimelineAt(int current, int earlier) {
        try (Connection replication = address.forReplication(IDENTITY_PATIENCE);
                Statement statement = replication.createStatement();
                ResultSet row = statement.executeQuery("TIMELINE_HISTORY " + current)) {
            return row.next() ? TimelineHistory.leftAt(row.getBytes(2), earlier) : OptionalLong.empty();
        } catch (SQLException e) {
            throw ConnectionFailures.explain(address, e);
        }
    }

    /** Makes the slot, which must not be there. Returns the point from which on it delivers what is committed. */
    public long createSlot() {
        return call(() -> {
            try (PreparedStatement statement = connection.prepareStatement(NEW_SLOT)) {
                statement.setString(1, names.slot());
                try (ResultSet row = statement.executeQuery()) {
                    row.next();
                    return row.getLong(1);
                }
            }
        });
    }

    /** Ends whoever still reads the slot. */
    public void freeSlot(Duration patience) {
        freeSlot(names.slot(), patience);
    }

    /** Ends whoever still has the slot by which rows are read again; it goes with them. */
    public void freeAgainSlot(Duration patience) {
        freeSlot(names.againSlot(), patience);
    }

    private void freeSlot(String name, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        for (Optional<Slot> slot = slot(name); slot.isPresent() && slot.get().usedBy() != 0; slot = slot(name)) {
            if (System.nanoTime() > deadline) {
                throw new SourceException("the slot " + name + " is still in use by process "
                        + slot.get().usedBy() + " of the source after " + patience);
            }
            long user = slot.get().usedBy();
            call(() -> number("SELECT pg_catalog.pg_terminate_backend(" + user + ")::int"));
            pause();
        }
    }

    /** Drops the slot if there is one; log that it kept is gone then. */
    public void dropSlot(Duration patience) {
        freeSlot(patience);
        if (slot().isPresent()) {
            drop(names.slot());
        }
    }

    /** Drops the slot that an interrupted snapshot has kept, if there is one. */
    public void dropKeptSlot() {
        if (slot(names.keptSlot()).isPresent()) {
            drop(names.keptSlot());
        }
    }

    /**
     * Keeps a slot of the log from where an interrupted snapshot has begun, and makes room for the slot of the next try.
     *
     * @param start where it began
     * @return whether that was possible: the slot is there and was not moved, and the source has room for another
     */
    public boolean keepSlot(long start, Duration patience) {
        OptionalLong kept = untouchedSince(names.keptSlot());
        OptionalLong current = untouchedSince(names.slot());
        if (kept.isEmpty() && current.equals(OptionalLong.of(start))) {
            freeSlot(patience);
            kept = call(this::copySlot) ? current : kept;
        }
        if (!kept.equals(OptionalLong.of(start))) {
            return false;
        }
        dropSlot(patience);
        return true;
    }

    /** Whether there was room for it. */
    private boolean copySlot() throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT pg_catalog.pg_copy_logical_replication_slot(?, ?, false)")) {
            statement.setString(1, names.slot());
            statement.setString(2, names.keptSlot());
            statement.execute();
            return true;
        } catch (SQLException refused) {
            if (ALL_SLOTS_TAKEN.equals(refused.getSQLState())) {
                return false;
            }
            throw refused;
        }
    }

    /** From where a slot delivers; empty if there is none that can. */
    private OptionalLong untouchedSince(String slot) {
        return call(() -> {
            try (PreparedStatement statement =
                    connection.prepareStatement("SELECT confirmed_flush_lsn - '0/0'::pg_catalog.pg_lsn"
                            + " FROM pg_catalog.pg_replication_slots WHERE slot_name = ?"
                            + " AND confirmed_flush_lsn IS NOT NULL AND coalesce(wal_status, '') <> 'lost'")) {
                statement.setString(1, slot);
                try (ResultSet row = statement.executeQuery()) {
                    return row.next() ? OptionalLong.of(row.getLong(1)) : OptionalLong.empty();
                }
            }
        });
    }

    private void drop(String slot) {
        call(() -> {
            try (PreparedStatement statement =
                    connection.prepareStatement("SELECT pg_catalog.pg_drop_replication_slot(?)")) {
                statement.setString(1, slot);
                return statement.execute();
            }
        });
    }

    /** How some tables look at this moment; those that are not there are left out. */
    public SortedMap<TableName, TableShape> shapes(Collection<TableName> tables) {
        return call(() -> ShapeQuery.shapes(connection, tables));
    }

    /** All tables of some schemas, with the numbers by which PostgreSQL knows them. */
    public SortedMap<TableName, Long> tables(Collection<String> schemas) {
        return call(() -> ShapeQuery.tables(connection, schemas));
    }

    /** Sets capture's own mark in the log. */
    public void heartbeat(String content) {
        call(() -> {
            SourceFence.emit(connection, SourceFence.HEARTBEAT_PREFIX, content);
            return content;
        });
    }

    /** Ends a transaction, so that the log goes on from here although nobody writes. */
    public void mark() {
        call(() -> {
            SourceFence.emit(connection, SourceFence.RESNAPSHOT_PREFIX, names.slot());
            return names;
        });
    }

    Connection connection() {
        return connection;
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException alreadyBroken) {
            // A broken connection holds nothing.
        }
    }

    private boolean isTrue(String question) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(question)) {
            statement.setString(1, names.slot());
            try (ResultSet row = statement.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }

    private long number(String question) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(question);
                ResultSet row = statement.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    /** A question or command to the source. */
    @FunctionalInterface
    interface Call<T> {
        T run() throws SQLException;
    }

    /** One at a time: heartbeats, looks at the catalogue and the start come from threads of their own. */
    synchronized <T> T call(Call<T> call) {
        try {
            return call.run();
        } catch (SQLException e) {
            throw ConnectionFailures.explain(address, e);
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SourceException("interrupted while waiting for the source", e);
        }
    }
}
