package org.dataferry.sink.client.metadata;

/**
 * A column of a table.
 *
 * @param logicalName as bodies name it; for a lookup see {@link LookupRelationship#navigationProperty()}
 */
public record ColumnDefinition(
        String logicalName,
        String schemaName,
        ColumnType type,
        RequiredLevel required,
        boolean validForCreate,
        boolean validForUpdate) {}
