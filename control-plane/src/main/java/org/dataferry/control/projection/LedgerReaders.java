package org.dataferry.control.projection;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.dataferry.control.endpoint.Endpoints;
import org.dataferry.schemas.settings.RecordLimits;
import org.dataferry.schemas.topic.MigrationTopics;

/**
 * Reads the ledger for people, beside whoever keeps it. A reading is one transaction that cannot write and sees one state of the
 * ledger; so many of them as the limits say are under way at a time. For any threads.
 */
public final class LedgerReaders {

    /** What PostgreSQL says when a statement has taken as long as it may. */
    private static final String TOO_LONG = "57014";

    private final Endpoints.Database database;
    private final MigrationTopics topics;
    private final RecordLimits limits;
    private final Semaphore turns;

    public LedgerReaders(Endpoints.Database database, MigrationTopics topics, RecordLimits limits) {
        this.database = database;
        this.topics = topics;
        this.limits = limits;
        this.turns = new Semaphore(limits.readers());
    }

    /** What is asked of the ledger, over one connection. */
    public interface Reading<T> {
        T from(Connection ledger) throws SQLException;
    }

    /** @throws LedgerAwayException if there is no ledger of this migration, or it does not answer in time */
    public <T> T read(Reading<T> reading) {
        requireTurn();
        try (Connection connection = LedgerDatabase.open(database, "ferry records", limits.statementTimeout())) {
            connection.setReadOnly(true);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            if (topics.rebuild() != 1 || !LedgerSchema.isOf(connection, topics.migration())) {
                throw new LedgerAwayException(
                        "there is no ledger of this run: ferry run keeps one, or ferry ledger; a rebuild has none");
            }
            return reading.from(connection);
        } catch (SQLException failed) {
            throw new LedgerAwayException(
                    TOO_LONG.equals(failed.getSQLState())
                            ? "the ledger took longer than limits.records.statementTimeout, "
                                    + limits.statementTimeout().toSeconds()
                                    + " s, so it was not waited for; ask for less, such as one entity"
                            : "the ledger's database cannot be asked: " + failed.getMessage(),
                    failed);
        } finally {
            turns.release();
        }
    }

    private void requireTurn() {
        boolean mine = false;
        try {
            mine = turns.tryAcquire(limits.statementTimeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
        if (!mine) {
            throw new LedgerAwayException("as many people ask the ledger as may at a time; try again in a moment");
        }
    }
}
