package org.dataferry.transform.row;

import java.util.Optional;
import org.dataferry.schemas.key.RowId;
import org.dataferry.transform.mapping.MappingResult;

/** What the source rows of a task are now, through their mapping. */
public interface SourceRows {

    /** What the last image of its source row makes of a row; empty if there is none, or no mapping makes it any more. */
    Optional<MappingResult> mapped(RowId row);
}
