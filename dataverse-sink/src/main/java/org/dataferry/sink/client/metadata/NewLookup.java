package org.dataferry.sink.client.metadata;

import java.util.Locale;

/**
 * A lookup to be made: a column and its relationship in one. Deleting the referenced row only empties the lookup.
 *
 * @param relationshipName schema name of the relationship: {@code mig_account_order}
 * @param table the table that gets the column
 * @param columnSchemaName {@code mig_AccountId}
 * @param referencedIdColumn primary key of the referenced table
 */
public record NewLookup(
        String relationshipName,
        String table,
        String columnSchemaName,
        String displayName,
        String referencedTable,
        String referencedIdColumn) {

    public String logicalName() {
        return columnSchemaName.toLowerCase(Locale.ROOT);
    }
}
