package org.dataferry.capture.source;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Asks the catalogue how some tables look, and which tables there are. Two queries that read a few pages of it. */
final class ShapeQuery {

    private static final String COLUMNS = """
            SELECT n.nspname, c.relname, c.oid, a.attnum, a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod),
                   (SELECT array_agg(k.attname::text ORDER BY p.place)
                      FROM pg_catalog.pg_index i, pg_catalog.unnest(i.indkey) WITH ORDINALITY AS p(attnum, place),
                           pg_catalog.pg_attribute k
                     WHERE i.indrelid = c.oid AND i.indisprimary
                       AND k.attrelid = c.oid AND k.attnum = p.attnum AND p.place <= i.indnkeyatts)
              FROM pg_catalog.pg_class c
              JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
              JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
              JOIN ROWS FROM (pg_catalog.unnest(?::text[]), pg_catalog.unnest(?::text[])) AS w(nspname, relname)
                ON w.nspname = n.nspname AND w.relname = c.relname
             WHERE c.relkind IN ('r', 'p')
             ORDER BY c.oid, a.attnum""";

    /** Partitions are no tables of their own here: their changes come as the table's that they are part of. */
    private static final String TABLES = """
            SELECT n.nspname, c.relname, c.oid
              FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
             WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND n.nspname = ANY (?::text[])""";

    private ShapeQuery() {}

    /** Of the tables that are there. */
    static SortedMap<TableName, TableShape> shapes(Connection connection, Collection<TableName> wanted)
            throws SQLException {
        Map<TableName, List<TableShape.Column>> columns = new LinkedHashMap<>();
        Map<TableName, Long> oids = new LinkedHashMap<>();
        Map<TableName, List<String>> keys = new LinkedHashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(COLUMNS)) {
            statement.setArray(1, array(connection, wanted.stream().map(TableName::schema)));
            statement.setArray(2, array(connection, wanted.stream().map(TableName::table)));
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    TableName name = new TableName(row.getString(1), row.getString(2));
                    oids.put(name, row.getLong(3));
                    columns.computeIfAbsent(name, first -> new ArrayList<>())
                            .add(new TableShape.Column(row.getInt(4), row.getString(5), row.getString(6)));
                    Array key = row.getArray(7);
                    keys.put(name, key == null ? List.of() : Arrays.asList((String[]) key.getArray()));
                }
            }
        }
        SortedMap<TableName, TableShape> shapes = new TreeMap<>();
        columns.forEach((name, of) -> shapes.put(name, new TableShape(oids.get(name), of, keys.get(name))));
        return shapes;
    }

    /** All tables of some schemas, with the numbers by which PostgreSQL knows them. */
    static SortedMap<TableName, Long> tables(Connection connection, Collection<String> schemas) throws SQLException {
        SortedMap<TableName, Long> tables = new TreeMap<>();
        try (PreparedStatement statement = connection.prepareStatement(TABLES)) {
            statement.setArray(1, array(connection, schemas.stream()));
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    tables.put(new TableName(row.getString(1), row.getString(2)), row.getLong(3));
                }
            }
        }
        return tables;
    }

    private static Array array(Connection connection, java.util.stream.Stream<String> texts) throws SQLException {
        return connection.createArrayOf("text", texts.toArray());
    }
}
