package org.dataferry.transform.mapping;

import java.util.Set;
import org.dataferry.schemas.change.SourceRow;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.key.SourceTable;
import org.dataferry.schemas.outcome.RejectionReason;

/** How the rows of one source table become links of two rows through an N:N relationship. */
public interface LinkMapping {

    /** The schema name of the relationship. */
    String relationship();

    SourceTable table();

    /** The entities of both ends. */
    Set<String> namedEntities();

    /** Never throws for what the row holds. */
    LinkResult link(SourceRow row);

    /** What a mapping makes of one row of a link table. */
    sealed interface LinkResult {

        record Linked(RowId.Link link) implements LinkResult {}

        /** The row links nothing: an end is empty, or the mapping leaves the row out. */
        record None() implements LinkResult {}

        record Refused(RejectionReason reason, String detail) implements LinkResult {}
    }
}
