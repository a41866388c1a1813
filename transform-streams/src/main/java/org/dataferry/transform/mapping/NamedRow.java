package org.dataferry.transform.mapping;

import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.outcome.RejectionReason;

/** Which row a source row names by some of its columns. */
sealed interface NamedRow {

    record Row(RowId.OfSource id) implements NamedRow {}

    /** A column of the key is null. */
    record None() implements NamedRow {}

    /** A column of the key is absent. */
    record Unknown() implements NamedRow {}

    /** A value that can be part of no key; the detail names it. */
    record Refused(RejectionReason reason, String detail) implements NamedRow {}
}
