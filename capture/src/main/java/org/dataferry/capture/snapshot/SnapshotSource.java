package org.dataferry.capture.snapshot;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.dataferry.capture.CaptureException;
import org.dataferry.capture.source.SourceAddress;
import org.dataferry.capture.source.TableName;

/** Connections that read the source, and what it says of its tables. */
final class SnapshotSource {

    /** A reader waits for the next rows as long as the source has to search for them. */
    private static final Duration ROW_PATIENCE = Duration.ofMinutes(30);

    /** Texts are to look as in the change log, and no time limit of the role's is to end a long reading. */
    private static final String SETTINGS =
            "SET datestyle = 'ISO'; SET intervalstyle = 'postgres'; SET timezone = 'UTC';"
                    + " SET bytea_output = 'hex'; SET statement_timeout = 0; SET idle_in_transaction_session_timeout = 0;"
                    + " SET lock_timeout = '%ds'";

    private static final int FIRST_VERSION_WITH_RANGES = 14;

    private static final String EXTENT = """
            SELECT pg_catalog.pg_relation_size(c.oid), pg_catalog.current_setting('block_size')::int,
                   c.relkind = 'r' AND NOT c.relhassubclass AND coalesce(m.amname, '') = 'heap',
                   pg_catalog.pg_relation_filenode(c.oid),
                   (SELECT pg_catalog.md5(pg_catalog.string_agg(a.attname || ' ' || a.atttypid || ' ' || a.atttypmod
                             || ' ' || a.attnotnull, ',' ORDER BY a.attnum))
                      FROM pg_catalog.pg_attribute a
                     WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped)
                   || (SELECT coalesce(max(i.indkey::text), '') FROM pg_catalog.pg_index i
                        WHERE i.indrelid = c.oid AND i.indisprimary)
              FROM pg_catalog.pg_class c LEFT JOIN pg_catalog.pg_am m ON m.oid = c.relam
             WHERE c.oid = ?::regclass""";

    private static final String REFERENCES = """
            SELECT f.nspname, c.relname, t.nspname, p.relname
              FROM pg_catalog.pg_constraint k
              JOIN pg_catalog.pg_class c ON c.oid = k.conrelid JOIN pg_catalog.pg_namespace f ON f.oid = c.relnamespace
              JOIN pg_catalog.pg_class p ON p.oid = k.confrelid JOIN pg_catalog.pg_namespace t ON t.oid = p.relnamespace
             WHERE k.contype = 'f' AND k.conrelid <> k.confrelid""";

    private final SourceAddress address;
    private final Duration lockPatience;

    /** @param lockPatience how long a change of a table's structure that is going on is waited for */
    SnapshotSource(SourceAddress address, Duration lockPatience) {
        this.address = address;
        this.lockPatience = lockPatience;
    }

    /** A connection outside of a transaction. */
    Connection open() throws SQLException {
        Connection connection = address.forRows(ROW_PATIENCE);
        try (Statement statement = connection.createStatement()) {
            statement.execute(SETTINGS.formatted(lockPatience.toSeconds()));
            return connection;
        } catch (SQLException failed) {
            connection.close();
            throw failed;
        }
    }

    /** A connection in a transaction that sees an exported snapshot. */
    Connection open(String snapshot) throws SQLException {
        Connection connection = open();
        try (Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            statement.execute("SET TRANSACTION SNAPSHOT " + SqlNames.literal(snapshot));
            return connection;
        } catch (SQLException failed) {
            connection.close();
            throw failed;
        }
    }

    /**
     * A connection in a transaction that keeps the structure of tables as it is: a snapshot does not see rows that TRUNCATE or a
     * rewriting ALTER TABLE took away later.
     */
    Connection lock(Collection<TableName> tables) throws SQLException {
        Connection connection = open();
        try (Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute(
                    "LOCK TABLE " + tables.stream().map(SqlNames::quoted).collect(Collectors.joining(", "))
                            + " IN ACCESS SHARE MODE");
            return connection;
        } catch (SQLException failed) {
            connection.close();
            throw new CaptureException(
                    "the tables " + tables + " could not be locked against changes of their structure within "
                            + lockPatience + ": " + failed.getMessage()
                            + ". Wait until the ALTER TABLE or the like has ended, then start again",
                    failed);
        }
    }

    static List<LoadOrder.Reference> references(Connection connection) throws SQLException {
        List<LoadOrder.Reference> references = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(REFERENCES)) {
            while (row.next()) {
                references.add(new LoadOrder.Reference(
                        new TableName(row.getString(1), row.getString(2)),
                        new TableName(row.getString(3), row.getString(4))));
            }
        }
        return references;
    }

    static TableExtent extent(Connection connection, TableName table) throws SQLException {
        boolean ranges = connection.getMetaData().getDatabaseMajorVersion() >= FIRST_VERSION_WITH_RANGES;
        try (PreparedStatement statement = connection.prepareStatement(EXTENT)) {
            statement.setString(1, SqlNames.quoted(table));
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next()) {
                    throw new CaptureException("the source does not have the table " + table + " any more");
                }
                int blockBytes = row.getInt(2);
                return new TableExtent(
                        table,
                        row.getLong(1) / blockBytes,
                        blockBytes,
                        ranges && row.getBoolean(3),
                        row.getLong(4),
                        row.getString(5));
            }
        }
    }

    /** What the transaction of a connection sees, as {@code xmin:xmax:xip,…}. */
    static String currentSnapshot(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT pg_catalog.pg_current_snapshot()::text")) {
            row.next();
            return row.getString(1);
        }
    }
}
