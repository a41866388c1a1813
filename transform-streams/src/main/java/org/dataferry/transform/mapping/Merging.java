package org.dataferry.transform.mapping;

import org.dataferry.schemas.change.SourceRow;

/** How the rows that a mapping makes merge with others. Has no state and is safe for any thread. */
public interface Merging {

    MergeRule rule();

    /**
     * Never throws for what the row holds.
     *
     * @param mapped what the mapping made of the row
     */
    MatchKey match(SourceRow row, MappingResult.Mapped mapped);
}
