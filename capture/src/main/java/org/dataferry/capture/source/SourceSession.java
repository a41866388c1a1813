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

    private static final Duration PAUSE = Duration.ofMillis(50);

    /** The history of timelines is a small file. */
    private static final Duration IDENTITY_PATIENCE = Duration.ofSeconds(30);

    /** A service that hosts databases may keep what is told of the server to itself. */
    private static final String DENIED = "42501";

    /** The first eight digits of the name of a file of the log are the timeline. */
    private static final String IDENTITY = """
            SELECT system_identifier,
                   ('x' || substr(pg_catalog.pg_walfile_name(pg_catalog.pg_current_wal_lsn()), 1, 8))::bit(32)::int
              FROM pg_catalog.pg_control_system()""";

    private final SourceAddress address;
    private final ReplicationNames names;
    private final Connection connection;
    private final SourceSlots slots;

    private SourceSession(SourceAddress address, ReplicationNames names, Connection connection) {
        this.address = address;
        this.names = names;
        this.connection = connection;
        this.slots = new SourceSlots(this, names);
    }

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

    public SourceSlots slots() {
        return slots;
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

    long number(String question) throws SQLException {
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

    static void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SourceException("interrupted while waiting for the source", e);
        }
    }
}
