package org.dataferry.transform.state;

import java.util.Optional;
import org.dataferry.schemas.change.SourcePosition;
import org.dataferry.schemas.change.SourceRow;

/**
 * What is known of one source row.
 *
 * @param position of the last change seen; what is not after it was delivered again
 * @param image as of that change, large columns filled from earlier ones; empty if the row is gone
 * @param displacing in that change the row came under the key of another one, which leaves it in the same transaction:
 *     two rows swap their keys
 */
public record SourceState(SourcePosition position, Optional<SourceRow> image, boolean displacing) {

    public SourceState(SourcePosition position, Optional<SourceRow> image) {
        this(position, image, false);
    }

    /** Whether a change at this position is of the same transaction as the last one seen. */
    public boolean isSameTransaction(SourcePosition other) {
        return position instanceof SourcePosition.InLog mine
                && other instanceof SourcePosition.InLog theirs
                && mine.epoch() == theirs.epoch()
                && mine.commitLsn() == theirs.commitLsn();
    }

    /** Whether the row is there, as far as the changes before an epoch tell. */
    public boolean isPresentBefore(int epoch) {
        return image.isPresent() && position.epoch() < epoch;
    }

    /** Whether a position can be before or after this one: those of a log and of dumps share no epoch. */
    public boolean canTell(SourcePosition other) {
        return position.epoch() != other.epoch() || position.getClass() == other.getClass();
    }

    /** Whether a change at this position, which {@link #canTell} tells apart, was seen before. */
    public boolean hasSeen(SourcePosition other) {
        return other.compareTo(position) <= 0;
    }
}
