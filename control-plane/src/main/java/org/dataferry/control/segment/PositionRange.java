package org.dataferry.control.segment;

import java.util.Optional;
import org.dataferry.schemas.change.SourcePosition;

/**
 * Changes between two places of the source.
 *
 * @param from the first position; empty where there is no first
 * @param to the last position; empty where there is no last
 */
public record PositionRange(Optional<SourcePosition> from, Optional<SourcePosition> to) {

    public static final PositionRange ANY = new PositionRange(Optional.empty(), Optional.empty());

    boolean isAny() {
        return equals(ANY);
    }
}
