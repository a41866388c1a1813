package org.dataferry.capture.rows;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.dataferry.capture.source.CanonicalType;
import org.dataferry.capture.source.ConnectionFailures;
import org.dataferry.capture.source.RowCondition;
import org.dataferry.capture.source.SourceAddress;
import org.dataferry.capture.source.SourceException;
import org.dataferry.capture.source.SourceTable;
import org.dataferry.schemas.key.SourceKey;
import org.dataferry.schemas.value.Value;

/**
 * Reads tables of the source in one transaction: whatever is committed meanwhile, all rows are of one moment. PostgreSQL
 * keeps old versions of rows as long as it is open.
 *
 * <p>A number of rows is held at a time, however large a table is. For one thread.
 */
public final class RowReading implements SourceRows {

    /** The first rows of a large table may wait for a disk; a server that sends nothing for so long is gone. */
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    /** Keys in one question; PostgreSQL takes 65,535 parameters. */
    private static final int MOST_KEYS = 500;

    /** What binary data may take of the rows that are held at a time. */
    private static final int MOST_HELD_BYTES = 32 << 20;

    private static final List<String> SETTINGS = List.of(
            "SET LOCAL bytea_output = 'hex'",
            "SET LOCAL IntervalStyle = 'iso_8601'",
            "SET LOCAL extra_float_digits = 1",
            "SET LOCAL lc_monetary = 'C'");

    private final SourceAddress address;
    private final Connection connection;
    private final int fetchSize;
    private final int carriedBytes;

    private RowReading(SourceAddress address, Connection connection, int fetchSize, int carriedBytes) {
        this.address = address;
        this.connection = connection;
        this.fetchSize = fetchSize;
        this.carriedBytes = carriedBytes;
    }

    /**
     * @param fetchSize rows that are held at a time; fewer of tables with binary data
     * @param carriedBytes the largest binary value that is read; of a larger one only its size is, as capture does it
     * @throws SourceException if the source is not reachable or refuses the role
     */
    public static RowReading begin(SourceAddress address, int fetchSize, int carriedBytes) {
        try {
            RowReading reading = new RowReading(address, address.forRows(PATIENCE), fetchSize, carriedBytes);
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

    /**
     * As {@link #begin(SourceAddress, int, int)}, at the moment that a connection sees.
     *
     * @param connection in a transaction; closed with this
     */
    public static RowReading over(SourceAddress address, Connection connection, int fetchSize, int carriedBytes) {
        RowReading reading = new RowReading(address, connection, fetchSize, carriedBytes);
        try {
            reading.set();
            return reading;
        } catch (SQLException failed) {
            throw ConnectionFailures.explain(address, failed);
        }
    }

    private void begin() throws SQLException {
        connection.setAutoCommit(false);
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        set();
    }

    private void set() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String setting : SETTINGS) {
                statement.execute(setting);
            }
        }
    }

    @Override
    public long readAll(SourceTable table, Consumer<KeyedRow> rows) throws InterruptedException {
        return read(table, "", List.of(), rows);
    }

    /** As {@link #readAll}, of the rows that satisfy a condition. */
    public long readWhere(SourceTable table, RowCondition condition, Consumer<KeyedRow> rows)
            throws InterruptedException {
        return read(table, condition.isAll() ? "" : " WHERE " + condition.sql(), List.of(), rows);
    }

    /**
     * Which of some images satisfy a condition, as PostgreSQL would say of rows that are like them now.
     *
     * @param images by key, the columns that the condition reads; one that is absent counts as null
     */
    public Set<SourceKey> satisfying(
            SourceTable table, RowCondition condition, Map<SourceKey, Map<String, Value>> images) {
        try {
            return new ImageQuery(table, condition).satisfying(connection, images);
        } catch (SQLException failed) {
            throw new SourceException(
                    "PostgreSQL does not say which rows of " + table.name() + ", as they were captured, satisfy '"
                            + condition.text() + "': " + failed.getMessage(),
                    failed);
        }
    }

    /** Which rows have these keys, in SQL with the values in it. */
    public static String keyIn(SourceTable table, Collection<SourceKey> keys) {
        return TableSql.keyIn(table, keys);
    }

    @Override
    public void read(SourceTable table, Collection<SourceKey> keys, Consumer<KeyedRow> rows)
            throws InterruptedException {
        List<SourceKey> asked = new ArrayList<>(new HashSet<>(keys));
        for (int from = 0; from < asked.size(); from += MOST_KEYS) {
            List<SourceKey> some = asked.subList(from, Math.min(asked.size(), from + MOST_KEYS));
            // PostgreSQL may find equal what is not the same, as texts that differ in capitals in a citext.
            Set<SourceKey> wanted = new HashSet<>(some);
            read(table, TableSql.whereKeyIn(table, some.size()), some, row -> {
                if (wanted.contains(row.key())) {
                    rows.accept(row);
                }
            });
        }
    }

    private long read(SourceTable table, String where, List<SourceKey> keys, Consumer<KeyedRow> rows)
            throws InterruptedException {
        if (table.primaryKey().isEmpty()) {
            throw new SourceException(
                    "table " + table.name() + " has no primary key, so its rows cannot be told apart");
        }
        try (PreparedStatement query = connection.prepareStatement(TableSql.select(table, carriedBytes) + where)) {
            query.setFetchSize(rowsAtATime(table));
            int parameter = 0;
            for (SourceKey key : keys) {
                for (var component : key.components()) {
                    query.setString(++parameter, KeyText.of(component));
                }
            }
            try (ResultSet row = query.executeQuery()) {
                RowText text = RowText.of(table, row.getMetaData());
                long count = 0;
                while (row.next()) {
                    if (Thread.interrupted()) {
                        throw new InterruptedException("interrupted while reading " + table.name());
                    }
                    rows.accept(text.read(row));
                    count++;
                }
                return count;
            }
        } catch (SQLException failed) {
            throw unreadable(table, failed);
        }
    }

    private int rowsAtATime(SourceTable table) {
        boolean isBinary = TableSql.columns(table).stream().anyMatch(column -> column.type() == CanonicalType.BYTES);
        return isBinary ? Math.clamp(MOST_HELD_BYTES / carriedBytes, 1, fetchSize) : fetchSize;
    }

    private SourceException unreadable(SourceTable table, SQLException failed) {
        String role = failed.getSQLState() != null && failed.getSQLState().equals("42501")
                ? "; GRANT SELECT ON " + table.name() + " TO " + address.user()
                : "";
        return new SourceException(
                "table " + table.name() + " of the source could not be read: " + failed.getMessage() + role, failed);
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
