package org.dataferry.capture.snapshot;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.dataferry.capture.CaptureException;
import org.dataferry.capture.source.TableName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Connections that see one state of the source, and keep the structure of tables as it is until they are closed: a snapshot does not
 * see rows that TRUNCATE or a rewriting ALTER TABLE took away later.
 *
 * <p>Each holds the locks itself, from its beginning. With locks held by another connection, a TRUNCATE that comes then
 * would wait for those, each reader behind the TRUNCATE, and PostgreSQL could not see that these wait for each other.
 */
final class SnapshotConnections implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SnapshotConnections.class);

    /** Of one connection's locks; we hold those of the others meanwhile, for which somebody may wait that we wait for. */
    private static final Duration ONE_TRY = Duration.ofSeconds(1);

    private static final Duration BETWEEN_TRIES = Duration.ofMillis(200);

    private static final String NO_LOCK = "55P03";

    private final SnapshotSource source;
    private final List<TableName> tables;
    private final List<Connection> connections;

    private SnapshotConnections(SnapshotSource source, Collection<TableName> tables, List<Connection> connections) {
        this.source = source;
        this.tables = List.copyOf(tables);
        this.connections = connections;
    }

    /**
     * @param snapshot of a transaction that is open still
     * @param patience how long changes of the tables' structure that are going on are waited for
     * @throws CaptureException if they take longer
     */
    static SnapshotConnections open(
            SnapshotSource source, String snapshot, Collection<TableName> tables, int count, Duration patience)
            throws SQLException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            List<Connection> opened = new ArrayList<>();
            try {
                for (int i = 0; i < count; i++) {
                    opened.add(source.open(snapshot, tables, ONE_TRY));
                }
                return new SnapshotConnections(source, tables, opened);
            } catch (SQLException failed) {
                close(opened);
                if (!NO_LOCK.equals(failed.getSQLState())) {
                    throw failed;
                }
                if (System.nanoTime() > deadline) {
                    throw new CaptureException(
                            "the tables " + tables + " could not be locked against changes of their structure within "
                                    + patience + ": " + failed.getMessage()
                                    + ". Wait until the ALTER TABLE, TRUNCATE or the like has ended, then start again",
                            failed);
                }
            }
            pause();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(BETWEEN_TRIES);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new CaptureException("the snapshot was stopped", stopped);
        }
    }

    List<Connection> all() {
        return connections;
    }

    /**
     * A table that is another by now than the snapshot has it: its rows may not be seen. To be asked once all is locked, as it
     * stays so then.
     */
    Optional<TableName> altered() throws SQLException {
        Connection locked = connections.getFirst();
        try (Connection unlocked = source.open()) {
            for (TableName table : tables) {
                String then = SnapshotSource.extent(locked, table).columns();
                String now = SnapshotSource.extent(unlocked, table).columns();
                if (!now.equals(then) || SnapshotSource.isRewritten(locked, table)) {
                    return Optional.of(table);
                }
            }
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        close(connections);
    }

    private static void close(List<Connection> connections) {
        for (Connection connection : connections) {
            try {
                connection.close();
            } catch (SQLException alreadyBroken) {
                LOG.debug("A connection of the snapshot was cut already", alreadyBroken);
            }
        }
    }
}
