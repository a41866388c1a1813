package org.dataferry.capture.resnapshot;

import java.util.Map;
import org.dataferry.schemas.change.SourcePosition;
import org.dataferry.schemas.value.Value;
import org.jspecify.annotations.Nullable;

/**
 * A row as its changes have left it.
 *
 * @param position of the last change
 * @param digests of its columns; null if the row is gone
 * @param compared the values of columns that the condition reads
 * @param displacing in that change the row came under the key of another one, which leaves it in the same transaction
 */
record LogImage(
        SourcePosition.InLog position, long @Nullable [] digests, Map<String, Value> compared, boolean displacing) {

    static LogImage gone(SourcePosition.InLog position) {
        return new LogImage(position, null, Map.of(), false);
    }

    boolean isPresent() {
        return digests != null;
    }

    boolean isSameTransaction(SourcePosition.InLog other) {
        return position.epoch() == other.epoch() && position.commitLsn() == other.commitLsn();
    }
}
