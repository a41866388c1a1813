package org.dataferry.capture.snapshot;

import org.dataferry.capture.source.TableName;

/** Names in SQL. */
final class SqlNames {

    private SqlNames() {}

    static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    static String quoted(TableName table) {
        return quoted(table.schema()) + "." + quoted(table.table());
    }

    static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}
