package org.dataferry.transform.state;

import java.util.Optional;
import org.dataferry.schemas.change.SourcePosition;
import org.dataferry.schemas.change.SourceRow;

/**
 * What is known of one source row.
 *
 * @param position of the last change seen; what is not after it was delivered again
 * @param image as of that change, large columns filled from earlier ones; empty if the row is gone
 */
public record SourceState(SourcePosition position, Optional<SourceRow> image) {

    /** Whether a change at this position was seen before. */
    public boolean hasSeen(SourcePosition other) {
        return other.compareTo(position) <= 0;
    }
}
