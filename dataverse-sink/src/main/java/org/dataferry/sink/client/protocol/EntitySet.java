package org.dataferry.sink.client.protocol;

import java.util.UUID;

/**
 * How a table is addressed.
 *
 * @param name the collection in URLs, read from metadata and never guessed: {@code accounts}
 * @param logicalName the type in bodies: {@code account}
 * @param idColumn the primary key: {@code accountid}
 */
public record EntitySet(String name, String logicalName, String idColumn) {
    public EntitySet {
        if (name.isBlank() || logicalName.isBlank() || idColumn.isBlank()) {
            throw new IllegalArgumentException("Entity set '%s' of table '%s' with primary key '%s' is not complete"
                    .formatted(name, logicalName, idColumn));
        }
    }

    /** What {@code @odata.type} has to say in bulk requests. */
    public String odataType() {
        return "Microsoft.Dynamics.CRM." + logicalName;
    }

    public String url(UUID id) {
        return name + "(" + id + ")";
    }
}
