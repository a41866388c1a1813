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
 * @param columns by name
 */
public record SourceSchema(SourceTable table, Map<String, SourceColumn> columns) {

    public SourceSchema {
        columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
    }

    public static SourceSchema of(SourceTable table, List<SourceColumn> columns) {
        Map<String, SourceColumn> byName = new LinkedHashMap<>();
        columns.forEach(column -> byName.put(column.name(), column));
        return new SourceSchema(table, byName);
    }

    public Optional<SourceColumn> find(String column) {
        return Optional.ofNullable(columns.get(column));
    }
}
