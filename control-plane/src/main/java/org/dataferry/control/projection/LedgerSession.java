package org.dataferry.control.projection;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;
import org.dataferry.control.ControlException;

/** The ledger while one connection to it lives. After a failure it is closed, and another one is opened. */
final class LedgerSession implements AutoCloseable {

    private final Connection connection;
    private final BatchWriter writer;
    private final LedgerViews views;

    private LedgerSession(Connection connection, BatchWriter writer, LedgerViews views) {
        this.connection = connection;
        this.writer = writer;
        this.views = views;
    }

    /**
     * Takes the lock, and makes the ledger where it is not there.
     *
     * @param connection without automatic commits; closed with the session, also where none comes about
     * @param entities that get views before any record names them
     * @param anew whether the ledger is made anew
     * @throws LedgerTakenException if another process projects into this database
     */
    static LedgerSession open(Connection connection, String migration, Set<String> entities, boolean anew)
            throws SQLException, InterruptedException {
        try {
            if (!LedgerDatabase.lock(connection)) {
                throw new LedgerTakenException();
            }
            LedgerSchema.ensure(connection, migration, anew);
            BatchWriter writer = BatchWriter.open(connection);
            LedgerViews views = LedgerViews.open(connection);
            views.make(entities);
            connection.commit();
            return new LedgerSession(connection, writer, views);
        } catch (SQLException | InterruptedException | ControlException failed) {
            close(connection);
            throw failed;
        }
    }

    Connection connection() {
        return connection;
    }

    /** All of the batch is in the ledger when this returns, or nothing. */
    void write(Batch batch) throws SQLException {
        views.make(batch.entities());
        writer.write(batch);
        connection.commit();
    }

    @Override
    public void close() {
        close(connection);
    }

    private static void close(Connection connection) {
        try {
            connection.close();
        } catch (SQLException gone) {
            // What was not committed is gone with it.
        }
    }
}
