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

    /** Texts are to look as in the change log, and no time limit of the role's is to end a long reading. Nothing waits for a lock for ever. */
    private static final String SETTINGS =
            "SET datestyle = 'ISO'; SET intervalstyle = 'postgres'; SET timezone = 'UTC';"
                    + " SET bytea_output = 'hex'; SET statement_timeout = 0; SET idle_in_transaction_session_timeout = 0;"
                    + " SET lock_timeout = '60s'";

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

    /** Of a table and its partitions: a query sees the catalogue as the snapshot does, and a function as it is. */
    private static final String REWRITTEN = """
            WITH RECURSIVE part(oid) AS (
              SELECT ?::regclass::oid UNION SELECT i.inhrelid FROM pg_catalog.pg_inherits i JOIN part p ON p.oid = i.inhparent)
            SELECT count(*) > 0
              FROM part p LEFT JOIN pg_catalog.pg_class c ON c.oid = p.oid
             WHERE c.oid IS NULL OR c.relfilenode <> 0
               AND c.relfilenode IS DISTINCT FROM pg_catalog.pg_relation_filenode(c.oid)""";

    private final SourceAddress address;

    SnapshotSource(SourceAddress address) {
        this.address = address;
    }

    /** A connection outside of a transaction. */
    Connection open() throws SQLException {
        Connection connection = address.forRows(ROW_PATIENCE);
        try (Statement statement = connection.createStatement()) {
            statement.execute(SETTINGS);
            return connection;
        } catch (SQLException failed) {
            connection.close();
            throw failed;
        }
    }

    /**
     * A connection in a transaction that sees an exported snapshot, and holds all locks that reading the tables takes.
     *
     * @param lockPatience how long it waits for a lock
     */
    Connection open(String snapshot, Collection<TableName> tables, Duration lockPatience) throws SQLException {
        Connection connection = open();
        try (Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            statement.execute("SET LOCAL lock_timeout = " + lockPatience.toMillis());
            statement.execute(
                    "LOCK TABLE " + tables.stream().map(SqlNames::quoted).collect(Collectors.joining(", "))
                            + " IN ACCESS SHARE MODE");
            statement.execute("SET TRANSACTION SNAPSHOT " + SqlNames.literal(snapshot));
            for (TableName table : tables) {
                // Planning it takes the locks of the indexes too, which a REINDEX wants.
                statement.execute("SELECT FROM " + SqlNames.quoted(table) + " LIMIT 0");
            }
            return connection;
        } catch (SQLException failed) {
            connection.close();
            throw failed;
        }
    }

    /**
     * Whether rows of a table were put into another file since a snapshot, which does not see them there.
     *
     * @param connection sees the snapshot, and holds the lock of the table
     */
    static boolean isRewritten(Connection connection, TableName table) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(REWRITTEN)) {
            statement.setString(1, SqlNames.quoted(table));
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getBoolean(1);
            }
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
