package org.dataferry.transform.mapping.type;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dataferry.schemas.key.SourceTable;

/**
 * A source table and its columns, in the order of the table.
 *
 * @param name as mapping files and people name it
 * @param columns by name
 * @param primaryKey the columns of its primary key in the key's order, which is that of a source key's components; empty
 *     without one
 */
public record SourceSchema(SourceTable table, String name, Map<String, SourceColumn> columns, List<String> primaryKey) {

    public SourceSchema {
        columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
        primaryKey = List.copyOf(primaryKey);
    }

    /** Of the only source of a migration. */
    public static SourceSchema of(SourceTable table, List<SourceColumn> columns, List<String> primaryKey) {
        return of(table, table.qualified(), columns, primaryKey);
    }

    public static SourceSchema of(SourceTable table, String name, List<SourceColumn> columns, List<String> primaryKey) {
        Map<String, SourceColumn> byName = new LinkedHashMap<>();
        columns.forEach(column -> byName.put(column.name(), column));
        return new SourceSchema(table, name, byName, primaryKey);
    }

    public Optional<SourceColumn> find(String column) {
        return Optional.ofNullable(columns.get(column));
    }
}
