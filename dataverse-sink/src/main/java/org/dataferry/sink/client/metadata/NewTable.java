package org.dataferry.sink.client.metadata;

import java.util.List;
import java.util.Locale;

/**
 * A table to be made.
 *
 * @param schemaName with the publisher's prefix: {@code mig_Order}; its lower case becomes the logical name
 * @param primaryName the text column that names a row to people
 */
public record NewTable(
        String schemaName,
        String displayName,
        String pluralDisplayName,
        Ownership ownership,
        NewColumn primaryName,
        List<NewColumn> columns) {

    public NewTable {
        columns = List.copyOf(columns);
        if (!(primaryName.type() instanceof ColumnType.Text)) {
            throw new IllegalArgumentException("The primary name %s of table %s should be a text column"
                    .formatted(primaryName.schemaName(), schemaName));
        }
    }

    /** Who owns its rows; Dataverse never changes it. */
    public enum Ownership {
        USER_OWNED("UserOwned"),
        ORGANIZATION_OWNED("OrganizationOwned");

        private final String wireName;

        Ownership(String wireName) {
            this.wireName = wireName;
        }

        String wireName() {
            return wireName;
        }
    }

    public String logicalName() {
        return schemaName.toLowerCase(Locale.ROOT);
    }
}
