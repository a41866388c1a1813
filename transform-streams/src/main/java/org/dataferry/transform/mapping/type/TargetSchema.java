package org.dataferry.transform.mapping.type;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An entity of Dataverse and its columns.
 *
 * @param entity its logical name
 * @param columns by logical name
 */
public record TargetSchema(String entity, Map<String, TargetColumn> columns) {

    public TargetSchema {
        columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
    }

    public static TargetSchema of(String entity, List<TargetColumn> columns) {
        Map<String, TargetColumn> byName = new LinkedHashMap<>();
        columns.forEach(column -> byName.put(column.name(), column));
        return new TargetSchema(entity, byName);
    }

    public Optional<TargetColumn> find(String column) {
        return Optional.ofNullable(columns.get(column));
    }
}
