package org.dataferry.capture.rows;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import org.dataferry.capture.source.CanonicalType;
import org.dataferry.capture.source.SourceColumn;
import org.dataferry.capture.source.SourceTable;
import org.dataferry.schemas.key.SourceKey;

/** The questions for rows of a table. */
final class TableSql {

    private TableSql() {}

    /** The columns that are read: all but those of types that capture leaves out. */
    static List<SourceColumn> columns(SourceTable table) {
        return table.columns().stream()
                .filter(column -> column.type() != CanonicalType.UNSUPPORTED)
                .toList();
    }

    /**
     * The columns, and behind them which transaction wrote the row.
     *
     * @param carriedBytes the largest binary value that is asked for
     */
    static String select(SourceTable table, int carriedBytes) {
        return "SELECT "
                + columns(table).stream()
                        .map(column -> expression(column, carriedBytes))
                        .collect(Collectors.joining(", "))
                + ", xmin FROM "
                + quoted(table.name().schema()) + "." + quoted(table.name().table());
    }

    /** Each value of a key is a parameter, a text that PostgreSQL reads as a value of the column's own type. */
    static String whereKeyIn(SourceTable table, int keys) {
        String one = table.primaryKey().stream()
                .map(name -> "CAST(CAST(? AS pg_catalog.text) AS "
                        + table.column(name).orElseThrow().sqlType() + ")")
                .collect(Collectors.joining(", ", "(", ")"));
        return " WHERE ("
                + table.primaryKey().stream().map(TableSql::quoted).collect(Collectors.joining(", ")) + ") IN ("
                + String.join(", ", Collections.nCopies(keys, one)) + ")";
    }

    /** As {@link #whereKeyIn}, with the values in it, and without WHERE. */
    static String keyIn(SourceTable table, Collection<SourceKey> keys) {
        return keys.stream()
                .map(key -> literals(table, key))
                .collect(Collectors.joining(
                        ", ",
                        "(" + table.primaryKey().stream().map(TableSql::quoted).collect(Collectors.joining(", "))
                                + ") IN (",
                        ")"));
    }

    private static String literals(SourceTable table, SourceKey key) {
        List<String> values = new ArrayList<>();
        for (int i = 0; i < key.components().size(); i++) {
            values.add("CAST('" + KeyText.of(key.components().get(i)).replace("'", "''") + "' AS "
                    + table.column(table.primaryKey().get(i)).orElseThrow().sqlType() + ")");
        }
        return "(" + String.join(", ", values) + ")";
    }

    /**
     * An amount of money is written with a currency and separators, a number is not. Of binary data that is too large its
     * size is asked for, which begins with a digit and not with a backslash.
     */
    private static String expression(SourceColumn column, int carriedBytes) {
        String name = quoted(column.name());
        if (column.type() == CanonicalType.BYTES) {
            String size = "pg_catalog.octet_length(" + name + ")";
            return "CASE WHEN " + size + " > " + carriedBytes + " THEN " + size + "::pg_catalog.text ELSE " + name
                    + "::pg_catalog.text END";
        }
        if (column.type() == CanonicalType.DECIMAL) {
            return name + "::pg_catalog.numeric";
        }
        return column.sqlType().equals("money[]") ? name + "::pg_catalog.numeric[]" : name;
    }

    static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }
}
