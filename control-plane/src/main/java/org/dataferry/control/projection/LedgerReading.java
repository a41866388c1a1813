package org.dataferry.control.projection;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.dataferry.control.ControlException;
import org.dataferry.control.endpoint.Endpoints;
import org.dataferry.schemas.settings.LedgerLimits;

/** The ledger of a migration, to be read and not changed. Each reading sees it as it was at one moment. */
public final class LedgerReading implements AutoCloseable {

    /**
     * Whoever reads goes from what was found to what belongs to it by keys, as projections do; the planner is told so because it
     * knows nothing yet of a ledger that is being filled. Compiling such statements would cost more than it saves.
     */
    private static final List<String> SESSION = List.of(
            "SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY",
            "SET enable_hashjoin = off",
            "SET enable_mergejoin = off",
            "SET jit = off");

    private final Connection connection;

    private LedgerReading(Connection connection) {
        this.connection = connection;
    }

    /** What is read, in one transaction. */
    public interface Reader {
        void read(Connection connection) throws SQLException;
    }

    /**
     * @param timeout after which PostgreSQL gives a statement up
     * @throws LedgerAwayException if the database does not answer, or there is no ledger of this migration
     */
    public static LedgerReading open(
            Endpoints.Database database, String migration, LedgerLimits limits, Duration timeout) {
        LedgerLimits patient = new LedgerLimits(limits.batchSize(), limits.fetchBytes(), timeout, limits.retryPause());
        Connection connection;
        try {
            connection = LedgerDatabase.open(database, patient);
        } catch (SQLException away) {
            throw new LedgerAwayException("the ledger's database does not answer: " + away.getMessage(), away);
        }
        try {
            if (!LedgerSchema.isOf(connection, migration)) {
                throw new LedgerAwayException(
                        "there is no ledger of this migration yet; ferry ledger DIR" + " --until-caught-up makes it");
            }
            BatchWriter.execute(connection, SESSION);
            connection.commit();
            return new LedgerReading(connection);
        } catch (SQLException failed) {
            close(connection);
            throw failed(failed);
        } catch (RuntimeException failed) {
            close(connection);
            throw failed;
        }
    }

    /** @throws ControlException if PostgreSQL does not answer, or not in time */
    public void read(Reader reader) {
        try {
            try {
                reader.read(connection);
            } finally {
                connection.rollback();
            }
        } catch (SQLException failed) {
            throw failed(failed);
        }
    }

    @Override
    public void close() {
        close(connection);
    }

    private static ControlException failed(SQLException failed) {
        return new ControlException(
                LedgerDatabase.isTimeout(failed)
                        ? "the ledger did not answer in time; narrow the segment, or raise limits.replay.selectTimeout"
                        : "the ledger cannot be read: " + failed.getMessage(),
                failed);
    }

    private static void close(Connection connection) {
        try {
            connection.close();
        } catch (SQLException gone) {
            // Nothing was to be kept.
        }
    }
}
