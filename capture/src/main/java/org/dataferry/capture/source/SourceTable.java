package org.dataferry.capture.source;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A table.
 *
 * @param name schema and name
 * @param columns in their order in the table
 * @param primaryKey names of the key's columns in the key's order, as declared where there is no primary key; empty without any
 * @param estimatedRows PostgreSQL's estimate; empty until the table was first analyzed
 * @param replicaIdentity what the log tells of old rows
 */
public record SourceTable(
        TableName name,
        List<SourceColumn> columns,
        List<String> primaryKey,
        OptionalLong estimatedRows,
        ReplicaIdentity replicaIdentity) {

    public SourceTable {
        columns = List.copyOf(columns);
        primaryKey = List.copyOf(primaryKey);
    }

    public Optional<SourceColumn> column(String column) {
        return columns.stream().filter(each -> each.name().equals(column)).findFirst();
    }
}
