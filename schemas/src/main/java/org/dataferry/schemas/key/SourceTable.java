package org.dataferry.schemas.key;

import org.dataferry.schemas.SchemasException;

/**
 * A table of a source.
 *
 * @param source the name that the migration gives the source, not a host or database name
 */
public record SourceTable(String source, String schema, String table) {

    public SourceTable {
        if (source.isEmpty() || schema.isEmpty() || table.isEmpty()) {
            throw new SchemasException("a source table is source, schema and table; got '" + source + "', '" + schema
                    + "', '" + table + "'");
        }
    }

    /** Reads {@code schema.table}; a table without schema is in {@code public}. */
    public static SourceTable parse(String source, String qualified) {
        int dot = qualified.indexOf('.');
        return dot < 0
                ? new SourceTable(source, "public", qualified)
                : new SourceTable(source, qualified.substring(0, dot), qualified.substring(dot + 1));
    }

    /** {@code schema.table}. */
    public String qualified() {
        return schema + "." + table;
    }
}
