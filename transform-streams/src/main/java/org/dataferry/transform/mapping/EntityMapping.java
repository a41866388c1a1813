package org.dataferry.transform.mapping;

import org.dataferry.schemas.change.SourceRow;
import org.dataferry.schemas.key.SourceTable;

/** How the rows of one source table become rows of one entity. Has no state and is safe for any thread. */
public interface EntityMapping {

    /** The logical name of the entity. */
    String entity();

    SourceTable table();

    /** Tells apart two rows of one entity that one source row makes; empty where it makes one. */
    String discriminator();

    /** Never throws for what the row holds: a value that cannot be mapped is a result. */
    MappingResult map(SourceRow row);
}
