package org.dataferry.capture.source;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The questions to {@code pg_catalog}; every name is qualified, so no search path can lead them astray. */
final class CatalogueQueries {

    private static final String OWN_SCHEMAS = "('pg_catalog', 'information_schema', 'pg_toast', 'ferry_loader')";

    private static final String TABLES = """
            SELECT c.oid, n.nspname, c.relname, c.reltuples, c.relreplident,
                   (SELECT array_agg(a.attname::text ORDER BY k.place)
                      FROM pg_catalog.pg_index i, pg_catalog.unnest(i.indkey) WITH ORDINALITY AS k(attnum, place),
                           pg_catalog.pg_attribute a
                     WHERE i.indrelid = c.oid AND i.indisprimary
                       AND a.attrelid = c.oid AND a.attnum = k.attnum AND k.place <= i.indnkeyatts),
                   (SELECT array_agg(a.attname::text)
                      FROM pg_catalog.pg_index i, pg_catalog.pg_attribute a
                     WHERE i.indrelid = c.oid AND i.indisreplident
                       AND a.attrelid = c.oid AND a.attnum = ANY (i.indkey))
              FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
             WHERE c.relkind IN ('r', 'p') AND n.nspname NOT IN %s AND n.nspname NOT LIKE 'pg\\_temp\\_%%'
             ORDER BY n.nspname, c.relname""".formatted(OWN_SCHEMAS);

    /** A domain counts as the type it is made of, with the limits of the innermost that has any. */
    private static final String COLUMNS = """
            WITH RECURSIVE kind(oid, base, modifier, required) AS (
              SELECT t.oid, t.oid, -1, false FROM pg_catalog.pg_type t WHERE t.typtype <> 'd'
              UNION ALL
              SELECT d.oid, k.base, CASE WHEN d.typtypmod >= 0 THEN d.typtypmod ELSE k.modifier END,
                     d.typnotnull OR k.required
                FROM pg_catalog.pg_type d JOIN kind k ON k.oid = d.typbasetype WHERE d.typtype = 'd')
            SELECT a.attrelid, a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod),
                   t.typtype, t.typcategory, t.typname, NOT (a.attnotnull OR k.required), a.attgenerated <> '',
                   CASE WHEN a.atttypmod >= 0 THEN a.atttypmod ELSE k.modifier END
              FROM pg_catalog.pg_attribute a
              JOIN pg_catalog.pg_class c ON c.oid = a.attrelid AND c.relkind IN ('r', 'p')
              JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace AND n.nspname NOT IN %s
              JOIN kind k ON k.oid = a.atttypid
              JOIN pg_catalog.pg_type t ON t.oid = k.base
             WHERE a.attnum > 0 AND NOT a.attisdropped
             ORDER BY a.attrelid, a.attnum""".formatted(OWN_SCHEMAS);

    /** PostgreSQL stores the limits of varchar and numeric with the size of a length header added. */
    private static final int HEADER = 4;

    private final SourceAddress address;

    CatalogueQueries(SourceAddress address) {
        this.address = address;
    }

    Collection<SourceTable> tables() {
        try (Connection connection = address.forCatalogue();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            return tables(statement, columns(statement));
        } catch (SQLException e) {
            throw ConnectionFailures.explain(address, e);
        }
    }

    private static Collection<SourceTable> tables(Statement statement, Map<Long, List<SourceColumn>> columns)
            throws SQLException {
        List<SourceTable> tables = new ArrayList<>();
        try (ResultSet row = statement.executeQuery(TABLES)) {
            while (row.next()) {
                double rows = row.getDouble(4);
                List<String> index = names(row, 7);
                tables.add(new SourceTable(
                        new TableName(row.getString(2), row.getString(3)),
                        columns.getOrDefault(row.getLong(1), List.of()),
                        names(row, 6),
                        rows < 0 ? OptionalLong.empty() : OptionalLong.of(Math.round(rows)),
                        identity(row.getString(5), index)));
            }
        }
        return tables;
    }

    private static ReplicaIdentity identity(String code, List<String> index) {
        return switch (code) {
            case "f" -> new ReplicaIdentity.Full();
            case "i" -> new ReplicaIdentity.Index(Set.copyOf(index));
            case "n" -> new ReplicaIdentity.Nothing();
            default -> new ReplicaIdentity.PrimaryKey();
        };
    }

    private static Map<Long, List<SourceColumn>> columns(Statement statement) throws SQLException {
        Map<Long, List<SourceColumn>> columns = new LinkedHashMap<>();
        try (ResultSet row = statement.executeQuery(COLUMNS)) {
            while (row.next()) {
                columns.computeIfAbsent(row.getLong(1), table -> new ArrayList<>())
                        .add(column(row));
            }
        }
        return new HashMap<>(columns);
    }

    private static SourceColumn column(ResultSet row) throws SQLException {
        String typeName = row.getString(6);
        int modifier = row.getInt(9);
        boolean limited = modifier >= HEADER || (modifier >= 0 && typeName.endsWith("bit"));
        boolean numeric = limited && typeName.equals("numeric");
        int digits = modifier - HEADER;
        return new SourceColumn(
                row.getString(2),
                row.getString(3),
                CanonicalType.of(row.getString(4), row.getString(5), typeName),
                row.getBoolean(7),
                row.getBoolean(8),
                limited ? length(typeName, modifier) : OptionalInt.empty(),
                limited && typeName.equals("bpchar"),
                numeric ? OptionalInt.of((digits >> 16) & 0xffff) : OptionalInt.empty(),
                // Eleven bits with a sign, since PostgreSQL 15 allows negative scales.
                numeric ? OptionalInt.of(((digits & 0x7ff) ^ 1024) - 1024) : OptionalInt.empty());
    }

    private static OptionalInt length(String typeName, int modifier) {
        return switch (typeName) {
            case "varchar", "bpchar" -> OptionalInt.of(modifier - HEADER);
            case "bit", "varbit" -> OptionalInt.of(modifier);
            default -> OptionalInt.empty();
        };
    }

    private static List<String> names(ResultSet row, int column) throws SQLException {
        java.sql.@Nullable Array array = row.getArray(column);
        return array == null ? List.of() : Arrays.asList((String[]) array.getArray());
    }
}
