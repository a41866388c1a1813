package org.dataferry.control.soak.scenario;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.dataferry.control.ControlException;

/** The application's rows in PostgreSQL. */
public final class PostgresDatabase implements SourceDatabase {

    private final Connection connection;

    /** @param connection for the application alone; it does not commit by itself from now on */
    public PostgresDatabase(Connection connection) {
        this.connection = connection;
        ask(() -> connection.setAutoCommit(false));
    }

    @Override
    public void createTables(Scenario scenario) {
        ask(() -> {
            try (Statement statement = connection.createStatement()) {
                statement.execute(scenario.ddl());
            }
        });
    }

    @Override
    public void execute(List<RowChange> changes) {
        ask(() -> {
            try (Statement statement = connection.createStatement()) {
                for (RowChange change : changes) {
                    statement.executeUpdate(change.sql());
                }
            }
        });
    }

    @Override
    public void commit() {
        ask(connection::commit);
    }

    @Override
    public void rollback() {
        ask(connection::rollback);
    }

    private interface Request {
        void send() throws SQLException;
    }

    private static void ask(Request request) {
        try {
            request.send();
        } catch (SQLException failed) {
            throw new ControlException("the soak's source refused: " + failed.getMessage(), failed);
        }
    }
}
