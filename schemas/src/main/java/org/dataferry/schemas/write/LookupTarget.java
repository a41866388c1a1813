package org.dataferry.schemas.write;

import java.util.UUID;
import org.dataferry.schemas.key.RowId;

/** The row that a lookup names. */
public sealed interface LookupTarget {

    /** The lookup is empty. */
    record None() implements LookupTarget {}

    /** The row is in the target under this GUID. */
    record ByGuid(RowId row, UUID guid) implements LookupTarget {}

    /** The row is known to exist, its GUID is not: it is named by its alternate key. */
    record ByKey(RowId row) implements LookupTarget {}

    None NONE = new None();
}
