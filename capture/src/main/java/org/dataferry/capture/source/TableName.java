package org.dataferry.capture.source;

/** A table by schema and name, both as PostgreSQL stores them (unquoted). */
public record TableName(String schema, String table) implements Comparable<TableName> {

    private static final String DEFAULT_SCHEMA = "public";

    public TableName {
        if (schema.isEmpty() || table.isEmpty()) {
            throw new SourceException("a table needs a schema and a name, but got '" + schema + "." + table + "'");
        }
    }

    /** {@code schema.table}, or {@code table} in the schema public. The first dot separates. */
    public static TableName parse(String text) {
        int dot = text.indexOf('.');
        return dot < 0
                ? new TableName(DEFAULT_SCHEMA, text)
                : new TableName(text.substring(0, dot), text.substring(dot + 1));
    }

    @Override
    public int compareTo(TableName other) {
        int bySchema = schema.compareTo(other.schema);
        return bySchema != 0 ? bySchema : table.compareTo(other.table);
    }

    @Override
    public String toString() {
        return schema + "." + table;
    }
}
