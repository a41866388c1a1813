package org.dataferry.transform.mapping.language;

import org.jspecify.annotations.Nullable;

/** What one mapping file says. */
public sealed interface MappingDocument permits EntityDocument, LinkDocument {

    /** The logical name of the entity, or for links the schema name of the relationship, as row ids name it. */
    String entity();

    /** The source table, {@code schema.table}. */
    String from();

    /** A CEL expression of type bool; rows for which it is false are left out. */
    @Nullable String filter();
}
