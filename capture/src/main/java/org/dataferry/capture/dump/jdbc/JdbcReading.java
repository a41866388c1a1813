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
import org.dataferry.capture.source.SourceException;
import org.dataferry.schemas.settings.DumpLimits;

/**
 * One reading of a table or a query, in one transaction that only reads. A number of rows is held at a time. For one thread, but for {@link #cancel}.
 */
final class JdbcReading implements AutoCloseable {

    private final DumpDatabase database;
    private final DumpTable table;
    private final String select;
    private final DumpLimits limits;
    private final Connection connection;

    private JdbcReading(
            DumpDatabase database, DumpTable table, String select, DumpLimits limits, Connection connection) {
        this.database = database;
        this.table = table;
        this.select = select;
        this.limits = limits;
        this.connection = connection;
    }

    /** @throws SourceException if the database is not reachable or refuses the role */
    static JdbcReading begin(DumpDatabase database, DumpTable table, DumpTable.InDatabase origin, DumpLimits limits) {
        try {
            String select = origin.query().orElseGet(() -> database.select(origin.table()));
            return new JdbcReading(database, table, select, limits, database.open(limits.answer()));
        } catch (SQLException failed) {
            throw database.unreachable(failed);
        }
    }

    /** What columns there are; no row is read. */
    Map<String, DumpType> columns() {
        // A comment at the end of a query ends with its line.
        String none = "SELECT * FROM (\n" + select + "\n) reading WHERE 1 = 0";
        try (Statement query = connection.createStatement();
                ResultSet nothing = query.executeQuery(none)) {
            return ColumnTypes.of(database, table, nothing.getMetaData());
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
    long write(Path to, DuckDb into, List<String> columns, Instant takenAt) throws InterruptedException {
        into.run(columns.stream()
                .map(column -> DuckDb.identifier(column) + " VARCHAR")
                .collect(Collectors.joining(", ", "CREATE TABLE reading (", ")")));
        long rows = read(into);
        into.run("COPY reading TO " + DuckDb.literal(to.toString())
                + " (FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1, KV_METADATA {takenAt: "
                + DuckDb.literal(takenAt.toString()) + "})");
        return rows;
    }

    private long read(DuckDb into) throws InterruptedException {
        // Not prepared: PostgreSQL has operators with a question mark.
        try (Statement query = connection.createStatement();
                DuckDb.Appending appending = into.appendTo("reading")) {
            query.setFetchSize(limits.fetchRows());
            long count = 0;
            try (ResultSet row = query.executeQuery(select)) {
                DumpDatabase.Texts texts = database.texts(row.getMetaData());
                while (row.next()) {
                    if (Thread.interrupted()) {
                        throw stopped();
                    }
                    appending.add(texts.of(row));
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
        return new SourceException(
                "table " + table.name() + " cannot be read by JDBC: " + failed.getMessage() + database.advice(failed)
                        + " (" + select
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
