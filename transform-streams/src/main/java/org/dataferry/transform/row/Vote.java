package org.dataferry.transform.row;

import java.util.Optional;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.write.WriteId;
import org.dataferry.transform.mapping.MappingResult;

/** What a source row says of a row of the target that others have a say in too. */
public sealed interface Vote {

    /** Of the row that is voted for. */
    WriteId write();

    /** To be sent in any case. */
    boolean whole();

    /**
     * A source row makes a link, or does not any more. The link is there as long as one does.
     *
     * @param member names the source row among those that make the link
     */
    record ForLink(WriteId write, String member, boolean present, boolean whole) implements Vote {}

    /**
     * A source row merges into a row, or does not any more.
     *
     * @param image what the mapping makes of the source row; empty if it withdraws
     */
    record ForMerged(WriteId write, RowId.OfSource member, Optional<MappingResult.Mapped> image, boolean whole)
            implements Vote {}
}
