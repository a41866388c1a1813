package org.dataferry.sink.client.metadata;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dataferry.sink.client.protocol.EntitySet;

/**
 * A table as the environment defines it.
 *
 * @param primaryNameColumn empty for tables without one
 * @param ownership {@code UserOwned}, {@code OrganizationOwned}, …
 * @param tableType {@code Standard}, {@code Elastic}, {@code Virtual}, …
 * @param columns by logical name
 */
public record TableDefinition(
        EntitySet entitySet,
        String schemaName,
        Optional<String> primaryNameColumn,
        String ownership,
        String tableType,
        Map<String, ColumnDefinition> columns,
        List<KeyDefinition> keys,
        List<LookupRelationship> lookups) {

    public TableDefinition {
        columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
        keys = List.copyOf(keys);
        lookups = List.copyOf(lookups);
    }

    public String logicalName() {
        return entitySet.logicalName();
    }

    public Optional<ColumnDefinition> column(String logicalName) {
        return Optional.ofNullable(columns.get(logicalName));
    }

    /** The key on exactly these columns, in any order. */
    public Optional<KeyDefinition> keyOn(List<String> keyColumns) {
        return keys.stream()
                .filter(key -> key.columns().size() == keyColumns.size()
                        && key.columns().containsAll(keyColumns))
                .findFirst();
    }

    /** What a body binds to set this lookup to a row of the given table. */
    public Optional<LookupRelationship> lookup(String column, String referencedTable) {
        return lookups.stream()
                .filter(lookup -> lookup.column().equals(column)
                        && lookup.referencedTable().equals(referencedTable))
                .findFirst();
    }
}
