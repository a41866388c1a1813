package org.dataferry.control.projection;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;
import org.dataferry.control.ControlException;
import org.dataferry.schemas.key.TableNames;

/** The ledger while one connection to it lives. After a failure it is closed, and another one is opened. */
final class LedgerSession implements AutoCloseable {

    private final Connection connection;
    private final BatchWriter writer;
    private final LedgerViews views;
    private boolean hasRest;

    private LedgerSession(Connection connection, BatchWriter writer, LedgerViews views, boolean hasRest) {
        this.connection = connection;
        this.writer = writer;
        this.views = views;
        this.hasRest = hasRest;
    }

    /**
     * Takes the lock, and makes the ledger where it is not there.
     *
     * @param connection without automatic commits; closed with the session, also where none comes about
     * @param names how the ledger names tables
     * @param entities that get views before any record names them
     * @param batchSize rows that a decision about many may concern in one transaction
     * @param anew whether the ledger is made anew
     * @throws LedgerTakenException if another process projects into this database
     */
    static LedgerSession open(
            Connection connection,
            String migration,
            TableNames names,
            Set<String> entities,
            int batchSize,
            boolean anew)
            throws SQLException, InterruptedException {
        try {
            if (!LedgerDatabase.lock(connection)) {
                throw new LedgerTakenException();
            }
            LedgerSchema.ensure(connection, migration, names, anew);
            BatchWriter writer = BatchWriter.open(connection, batchSize);
            LedgerViews views = LedgerViews.open(connection);
            views.make(entities);
            boolean hasRest = writer.hasRest();
            connection.commit();
            return new LedgerSession(connection, writer, views, hasRest);
        } catch (SQLException | InterruptedException | ControlException failed) {
            close(connection);
            throw failed;
        }
    }

    Connection connection() {
        return connection;
    }

    /**
     * All of the batch is in the ledger when this returns, or nothing. Of decisions about many rows it may be that
     * not all were looked at; then there is a rest, of which every batch takes some.
     */
    void write(Batch batch) throws SQLException {
        views.make(batch.entities());
        writer.write(batch);
        boolean rest = writer.hasRest();
        connection.commit();
        hasRest = rest;
    }

    /** Whether rows are left that decisions are about and that were not looked at; an empty batch looks at some. */
    boolean hasRest() {
        return hasRest;
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
