package org.dataferry.capture.source;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.dataferry.capture.source.Obstacle.Kind;

/**
 * By what columns rows are known of tables that have no primary key, as somebody has said.
 *
 * @param columns by table, in the key's order
 */
public record DeclaredKeys(Map<TableName, List<String>> columns) {

    public static final DeclaredKeys NONE = new DeclaredKeys(Map.of());

    /** What of a setting of Debezium, which is a list of patterns, would be taken for something else. */
    private static final String SEPARATORS = ".*[\\s:;,].*";

    private static final int MOST_EXAMPLES = 3;

    public DeclaredKeys {
        columns = Map.copyOf(columns);
    }

    /** @param columns by {@code schema.table} */
    public static DeclaredKeys parse(Map<String, List<String>> columns) {
        Map<TableName, List<String>> keys = new HashMap<>();
        columns.forEach((table, key) -> keys.put(TableName.parse(table), List.copyOf(key)));
        return new DeclaredKeys(keys);
    }

    public Optional<List<String>> of(TableName table) {
        return Optional.ofNullable(columns.get(table));
    }

    /** The table with the key that was declared, where it has none. */
    SourceTable applied(SourceTable table) {
        return of(table.name())
                .filter(key -> table.primaryKey().isEmpty())
                .map(key -> new SourceTable(
                        table.name(), table.columns(), key, table.estimatedRows(), table.replicaIdentity()))
                .orElse(table);
    }

    /** The shape of a table with the key that was declared, where it has none. */
    public TableShape applied(TableName table, TableShape shape) {
        return of(table)
                .filter(key -> shape.key().isEmpty())
                .map(key -> new TableShape(shape.oid(), shape.columns(), key))
                .orElse(shape);
    }

    /** What keeps the key that was declared for a table from being one; empty if nothing does, or none was. */
    Optional<Obstacle> obstacle(SourceTable table) {
        return of(table.name())
                .flatMap(key -> problem(table, key))
                .map(problem -> new Obstacle(
                        Kind.NO_KEY, "the key of table " + table.name() + " that source.tables declares " + problem));
    }

    private static Optional<String> problem(SourceTable table, List<String> key) {
        if (!table.primaryKey().equals(key)) {
            return Optional.of("is (" + String.join(", ", key) + "), and the table has a primary key of its own, ("
                    + String.join(", ", table.primaryKey()) + "); leave the setting out");
        }
        for (String name : key) {
            Optional<SourceColumn> column = table.column(name);
            if (column.isEmpty()) {
                return Optional.of("has a column " + name + ", which the table has not; it has "
                        + table.columns().stream().map(SourceColumn::name).collect(Collectors.joining(", ")));
            }
            if (column.get().nullable()) {
                return Optional.of(
                        "has the column " + name + ", which may be null, and rows without a key cannot be told"
                                + " apart; run ALTER TABLE " + table.name() + " ALTER COLUMN \"" + name
                                + "\" SET NOT NULL, or name others");
            }
            if (column.get().type() == CanonicalType.UNSUPPORTED) {
                return Optional.of("has the column " + name + " of type "
                        + column.get().sqlType() + ", which is not captured; name others");
            }
            if (name.matches(SEPARATORS) || table.name().toString().matches(SEPARATORS)) {
                return Optional.of(
                        "cannot be used: the names of the table and of the key's columns must be without blanks"
                                + " and without any of : ; ,");
            }
        }
        return identityProblem(table, key);
    }

    /** Without an old key in the log a change of the key would leave the old row where it is. */
    private static Optional<String> identityProblem(SourceTable table, List<String> key) {
        boolean told = switch (table.replicaIdentity()) {
            case ReplicaIdentity.Full full -> true;
            case ReplicaIdentity.Index(var columns) -> columns.containsAll(key);
            case ReplicaIdentity.PrimaryKey none -> false;
            case ReplicaIdentity.Nothing nothing -> false;
        };
        return told
                ? Optional.empty()
                : Optional.of("is not told by the log; run ALTER TABLE " + table.name()
                        + " REPLICA IDENTITY FULL, or REPLICA IDENTITY USING INDEX with a unique index that has "
                        + String.join(", ", key));
    }

    /**
     * Reads the whole table.
     *
     * @param connection sees the state in question
     * @throws SourceException if several rows have one key; it has examples
     */
    public void requireUnique(Connection connection, TableName table) throws SQLException {
        Optional<List<String>> key = of(table);
        if (key.isEmpty()) {
            return;
        }
        String columns = key.get().stream().map(DeclaredKeys::quoted).collect(Collectors.joining(", "));
        List<String> examples = new ArrayList<>();
        long keys = 0;
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT pg_catalog.concat_ws(', ', " + columns
                        + "), count(*), count(*) OVER () FROM " + quoted(table.schema()) + "."
                        + quoted(table.table()) + " GROUP BY " + columns + " HAVING count(*) > 1 LIMIT "
                        + MOST_EXAMPLES)) {
            while (row.next()) {
                examples.add("(" + row.getString(1) + ") " + row.getLong(2) + " times");
                keys = row.getLong(3);
            }
        }
        if (keys > 0) {
            throw new SourceException("the key of table " + table + " that source.tables declares, ("
                    + String.join(", ", key.get()) + "), does not tell its rows apart: " + keys
                    + " keys have several rows, such as " + String.join(", ", examples)
                    + ". Name more columns, or remove what is double");
        }
    }

    private static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }
}
