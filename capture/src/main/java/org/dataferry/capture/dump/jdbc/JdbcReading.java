package org.dataferry.capture.dump.jdbc;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.dataferry.capture.dump.DuckDb;
import org.dataferry.capture.dump.DumpTable;
import org.dataferry.capture.dump.DumpType;
import org.dataferry.capture.source.ConnectionFailures;
import org.dataferry.capture.source.SourceAddress;
import org.dataferry.capture.source.SourceException;
import org.dataferry.schemas.settings.DumpLimits;

/**
 * One reading of a table or a query, in one transaction that only reads: all rows are of one moment. Values are the texts that
 * the server writes for them, in forms that no setting of the server or role changes, so what is unchanged reads the same.
 * A number of rows is held at a time. For one thread, but for {@link #cancel}.
 */
final class JdbcReading implements AutoCloseable {

    private static final String NOT_ALLOWED = "42501";

    /** A server before version 12 needs 3 for all digits of a floating-point number; later ones write the shortest text. */
    private static final List<String> FORMS = List.of(
            "SET LOCAL DateStyle = 'ISO'",
            "SET LOCAL TimeZone = 'UTC'",
            "SET LOCAL IntervalStyle = 'iso_8601'",
            "SET LOCAL bytea_output = 'hex'",
            "SET LOCAL extra_float_digits = 3",
            "SET LOCAL lc_monetary = 'C'");

    private final SourceAddress address;
    private final DumpTable table;
    private final String select;
    private final DumpLimits limits;
    private final Connection connection;

    private JdbcReading(
            SourceAddress address, DumpTable table, String select, DumpLimits limits, Connection connection) {
        this.address = address;
        this.table = table;
        this.select = select;
        this.limits = limits;
        this.connection = connection;
    }

    /** @throws SourceException if the database is not reachable or refuses the role */
    static JdbcReading begin(SourceAddress address, DumpTable table, String select, DumpLimits limits) {
        try {
            Connection connection = address.forRows(limits.answer());
            JdbcReading reading = new JdbcReading(address, table, select, limits, connection);
            try {
                reading.begin();
                return reading;
            } catch (SQLException | RuntimeException failed) {
                reading.close();
                throw failed;
            }
        } catch (SQLException failed) {
            throw ConnectionFailures.explain(address, failed);
        }
    }

    private void begin() throws SQLException {
        connection.setAutoCommit(false);
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        try (Statement statement = connection.createStatement()) {
            for (String form : FORMS) {
                statement.execute(form);
            }
        }
    }

    /** What columns there are; no row is read. */
    Map<String, DumpType> columns() {
        // A comment at the end of a query ends with its line.
        String none = "SELECT * FROM (\n" + select + "\n) AS reading LIMIT 0";
        try (Statement query = connection.createStatement();
                ResultSet nothing = query.executeQuery(none)) {
            return ColumnTypes.of(table, nothing.getMetaData());
        } catch (SQLException failed) {
            throw unreadable(failed);
        }
    }

    /**
     * Reads all rows into a Parquet file of texts.
     *
     * @param takenAt stands in the file, so that no two readings are the same bytes
     * @return how many there were
     */
    long write(Path to, DuckDb database, List<String> columns, Instant takenAt) throws InterruptedException {
        database.run(columns.stream()
                .map(column -> DuckDb.identifier(column) + " VARCHAR")
                .collect(Collectors.joining(", ", "CREATE TABLE reading (", ")")));
        long rows = read(database, columns.size());
        database.run("COPY reading TO " + DuckDb.literal(to.toString())
                + " (FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1, KV_METADATA {takenAt: "
                + DuckDb.literal(takenAt.toString()) + "})");
        return rows;
    }

    private long read(DuckDb database, int columns) throws InterruptedException {
        // Not prepared: PostgreSQL has operators with a question mark.
        try (Statement query = connection.createStatement();
                DuckDb.Appending appending = database.appendTo("reading")) {
            query.setFetchSize(limits.fetchRows());
            long count = 0;
            try (ResultSet row = query.executeQuery(select)) {
                while (row.next()) {
                    if (Thread.interrupted()) {
                        throw stopped();
                    }
                    appending.add(DuckDb.texts(row, 1, columns));
                    count++;
                }
            }
            return count;
        } catch (SQLException failed) {
            if (Thread.interrupted()) {
                throw stopped();
            }
            throw unreadable(failed);
        }
    }

    private InterruptedException stopped() {
        return new InterruptedException("interrupted while reading table " + table.name());
    }

    private SourceException unreadable(SQLException failed) {
        String role = NOT_ALLOWED.equals(failed.getSQLState()) ? "; GRANT SELECT ON it TO " + address.user() : "";
        return new SourceException(
                "table " + table.name() + " cannot be read by JDBC: " + failed.getMessage() + role + " (" + select
                        + ")",
                failed);
    }

    /** Ends what is running, from another thread. */
    void cancel() {
        try {
            connection.abort(Runnable::run);
        } catch (SQLException ended) {
            // It has just ended by itself.
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException alreadyBroken) {
            // A broken connection holds nothing.
        }
    }
}
