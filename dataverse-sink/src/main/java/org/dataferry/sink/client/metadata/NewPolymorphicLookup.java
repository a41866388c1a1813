package org.dataferry.sink.client.metadata;

import java.util.List;
import java.util.Locale;

/**
 * A lookup to rows of several tables, to be made: one column, and one relationship with its own navigation property per
 * table. Deleting a referenced row only empties the lookup.
 *
 * @param table the table that gets the column
 * @param columnSchemaName {@code mig_MediaId}
 */
public record NewPolymorphicLookup(String table, String columnSchemaName, String displayName, List<Target> targets) {

    /**
     * A table that the lookup may name.
     *
     * @param relationshipName schema name of the relationship: {@code mig_media_mig_book}
     */
    public record Target(String relationshipName, String referencedTable) {}

    public NewPolymorphicLookup {
        targets = List.copyOf(targets);
        if (targets.isEmpty()
                || targets.stream().map(Target::referencedTable).distinct().count() < targets.size()) {
            throw new IllegalArgumentException("Lookup %s of table %s should name different tables, not %s"
                    .formatted(columnSchemaName, table, targets));
        }
    }

    public String logicalName() {
        return columnSchemaName.toLowerCase(Locale.ROOT);
    }
}
