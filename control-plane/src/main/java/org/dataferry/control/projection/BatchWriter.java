package org.dataferry.control.projection;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.dataferry.control.copy.CopyText;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/**
 * Writes batches into the ledger, each with its offsets in one transaction: a kill at any point loses nothing and doubles
 * nothing. A batch is copied into temporary tables, and goes on from there by a statement for each table, whatever its size.
 */
final class BatchWriter {

    /**
     * Every statement joins a batch with big tables by their keys. Told to look keys up, the planner does so also before it has
     * counted a table that is being filled; compiling such statements would cost more than it saves. A commit that the server
     * loses in a power cut takes the offsets with it, so it need not be waited for.
     */
    private static final List<String> SESSION = List.of(
            "SET enable_hashjoin = off",
            "SET enable_mergejoin = off",
            "SET jit = off",
            "SET synchronous_commit = off",
            "SET timezone = 'UTC'");

    private static final List<String> STATEMENTS = SqlText.statements("projection.sql");

    private final Connection connection;

    private BatchWriter(Connection connection) {
        this.connection = connection;
    }

    /**
     * @param connection to a ledger that is there; without automatic commits
     * @param batchSize rows that a decision about many may concern in one batch
     */
    static BatchWriter open(Connection connection, int batchSize) throws SQLException {
        execute(connection, SESSION);
        execute(connection, List.of("SET ferry.batch_size = " + batchSize));
        execute(connection, SqlText.statements("staging.sql"));
        connection.commit();
        return new BatchWriter(connection);
    }

    /** Does not commit. */
    void write(Batch batch) throws SQLException {
        for (Batch.Staged staged : batch.staged()) {
            if (!staged.rows().isEmpty()) {
                copy(staged);
            }
        }
        execute(connection, STATEMENTS);
    }

    /** Whether decisions are in the ledger of which not all rows were looked at; each batch looks at some, an empty one too. */
    boolean hasRest() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery("SELECT EXISTS (SELECT FROM ferry.waiver_rest)")) {
            found.next();
            return found.getBoolean(1);
        }
    }

    private void copy(Batch.Staged staged) throws SQLException {
        try (CopyText copy = new CopyText(
                connection.unwrap(PGConnection.class).getCopyAPI().copyIn("COPY " + staged.table() + " FROM STDIN"))) {
            for (List<@Nullable String> row : staged.rows()) {
                copy.row(row.iterator());
            }
            copy.end();
        }
    }

    static void execute(Connection connection, List<String> statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }
}
