package org.dataferry.control.demo;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.dataferry.control.ControlException;
import org.dataferry.control.copy.CopyText;
import org.dataferry.control.demo.business.Business;
import org.dataferry.control.demo.business.Cell;
import org.dataferry.control.demo.business.Change;
import org.dataferry.control.demo.business.Table;
import org.postgresql.PGConnection;

/**
 * The database of the business. What was done is noted in the transaction that does it, so whoever comes after a kill knows
 * exactly what is there: {@code ferry_demo.progress}, which no mapping reads.
 */
final class BusinessSource implements AutoCloseable {

    /**
     * Values are sent as texts, and PostgreSQL reads them as the column's type. A source on this machine that does not answer
     * for ten minutes, the building of a key's index included, will not.
     */
    private static final String PARAMETERS = "&stringtype=unspecified&connectTimeout=10&socketTimeout=600";

    /** Rows of a load between two words about it. */
    private static final long SAY_EVERY = 100_000;

    private final Connection connection;

    private BusinessSource(Connection connection) {
        this.connection = connection;
    }

    /** @param loginUrl of the source, user and password included */
    static BusinessSource open(String loginUrl) {
        try {
            Connection connection = DriverManager.getConnection(loginUrl + PARAMETERS);
            connection.setAutoCommit(false);
            return new BusinessSource(connection);
        } catch (SQLException failed) {
            throw failed("cannot be reached", failed);
        }
    }

    /** Live changes that were committed; empty if the rows of the beginning are not there yet. */
    OptionalLong changesDone() {
        try (Statement statement = connection.createStatement();
                ResultSet exists = statement.executeQuery("SELECT to_regclass('ferry_demo.progress') IS NOT NULL")) {
            exists.next();
            boolean loaded = exists.getBoolean(1);
            OptionalLong done = loaded ? OptionalLong.of(progress()) : OptionalLong.empty();
            connection.rollback();
            return done;
        } catch (SQLException failed) {
            throw failed("cannot be read", failed);
        }
    }

    private long progress() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet progress = statement.executeQuery("SELECT changes FROM ferry_demo.progress")) {
            progress.next();
            return progress.getLong(1);
        }
    }

    /**
     * Makes the tables and fills them, all in one transaction.
     *
     * @param schema the statements that make the tables
     */
    void load(Business business, String schema, Consumer<String> progress) throws InterruptedException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(schema);
            for (Table table : Table.values()) {
                progress.accept("source: " + business.count(table) + " " + table.sqlName());
                copy(business, table, progress);
            }
            statement.execute("CREATE SCHEMA ferry_demo");
            statement.execute("CREATE TABLE ferry_demo.progress (changes bigint NOT NULL)");
            statement.execute("INSERT INTO ferry_demo.progress VALUES (0)");
            connection.commit();
        } catch (SQLException | IOException failed) {
            throw failed("cannot be filled", failed);
        }
    }

    private void copy(Business business, Table table, Consumer<String> progress)
            throws SQLException, IOException, InterruptedException {
        String columns = stored(business.columns(table)).stream()
                .map(at -> business.columns(table).get(at))
                .collect(Collectors.joining(", "));
        List<Integer> stored = stored(business.columns(table));
        try (CopyText copy = new CopyText(connection
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyIn("COPY " + table.sqlName() + " (" + columns + ") FROM STDIN"))) {
            for (long number = 0; number < business.count(table); number++) {
                List<Cell> cells = business.row(table, number, 0).cells();
                copy.row(stored.stream().map(at -> cells.get(at).source()).iterator());
                if (number > 0 && number % SAY_EVERY == 0) {
                    progress.accept("source: " + number + " of " + business.count(table) + " " + table.sqlName());
                }
                if (Thread.interrupted()) {
                    throw new InterruptedException("the load was stopped");
                }
            }
            copy.end();
        }
    }

    /** Does a change and notes it, in one transaction. */
    void apply(Business business, Change change) {
        try {
            int rows = switch (change) {
                case Change.Insert(var row) -> insert(business, row);
                case Change.Update(var row) -> update(business, row);
                case Change.Delete(var row) -> delete(business, row);
            };
            if (rows != 1) {
                throw new ControlException("a change of the demo met " + rows + " rows of the source instead of one: "
                        + change.getClass().getSimpleName() + "; did somebody else write there?");
            }
            try (Statement statement = connection.createStatement()) {
                statement.executeUpdate("UPDATE ferry_demo.progress SET changes = changes + 1");
            }
            connection.commit();
        } catch (SQLException failed) {
            throw failed("takes no changes", failed);
        }
    }

    private int insert(Business business, Business.Row row) throws SQLException {
        List<String> columns = business.columns(row.table());
        List<Integer> stored = stored(columns);
        return execute(
                "INSERT INTO " + row.table().sqlName() + " ("
                        + stored.stream().map(columns::get).collect(Collectors.joining(", ")) + ") VALUES ("
                        + stored.stream().map(at -> "?").collect(Collectors.joining(", ")) + ")",
                row,
                stored);
    }

    private int update(Business business, Business.Row row) throws SQLException {
        List<String> columns = business.columns(row.table());
        List<Integer> keys = keys(business, row.table());
        List<Integer> others =
                stored(columns).stream().filter(at -> !keys.contains(at)).toList();
        List<Integer> parameters = new ArrayList<>(others);
        parameters.addAll(keys);
        return execute(
                "UPDATE " + row.table().sqlName() + " SET "
                        + others.stream().map(at -> columns.get(at) + " = ?").collect(Collectors.joining(", "))
                        + " WHERE "
                        + keys.stream().map(at -> columns.get(at) + " = ?").collect(Collectors.joining(" AND ")),
                row,
                parameters);
    }

    private int delete(Business business, Business.Row row) throws SQLException {
        List<String> columns = business.columns(row.table());
        List<Integer> keys = keys(business, row.table());
        return execute(
                "DELETE FROM " + row.table().sqlName() + " WHERE "
                        + keys.stream().map(at -> columns.get(at) + " = ?").collect(Collectors.joining(" AND ")),
                row,
                keys);
    }

    private int execute(String sql, Business.Row row, List<Integer> parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.size(); i++) {
                statement.setString(
                        i + 1,
                        Optional.of(row.cells().get(parameters.get(i)))
                                .map(Cell::source)
                                .orElse(null));
            }
            return statement.executeUpdate();
        }
    }

    private static List<Integer> keys(Business business, Table table) {
        return business.primaryKey(table).stream()
                .map(key -> business.columns(table).indexOf(key))
                .toList();
    }

    /** Where those columns stand that the source has. */
    private static List<Integer> stored(List<String> columns) {
        return IntStream.range(0, columns.size())
                .filter(at -> !columns.get(at).isEmpty())
                .boxed()
                .toList();
    }

    private static ControlException failed(String what, Exception cause) {
        return new ControlException("the demo's source " + what + ": " + cause.getMessage(), cause);
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException gone) {
            // What was not committed is gone with it, and what was is there.
        }
    }
}
