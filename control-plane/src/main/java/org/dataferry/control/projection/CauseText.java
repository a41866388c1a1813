package org.dataferry.control.projection;

import java.util.Optional;
import org.dataferry.schemas.change.ChangeId;
import org.dataferry.schemas.write.Cause;
import org.jspecify.annotations.Nullable;

/**
 * Why a write exists, as the ledger's columns have it.
 *
 * @param kind what it was, in one word
 * @param replayId of the replay, if it was one
 * @param change at the source, if it was one
 */
record CauseText(String kind, @Nullable String replayId, Optional<ChangeId> change) {

    static CauseText of(Cause cause) {
        return switch (cause) {
            case Cause.OfChange(ChangeId change) -> new CauseText("CHANGE", null, Optional.of(change));
            case Cause.OfReplay(String replayId) -> new CauseText("REPLAY", replayId, Optional.empty());
            case Cause.OfReferenceData ignored -> new CauseText("REFERENCE", null, Optional.empty());
            case Cause.OfMapping ignored -> new CauseText("MAPPING", null, Optional.empty());
            case Cause.OfLoss ignored -> new CauseText("LOSS", null, Optional.empty());
            case Cause.OfReturn ignored -> new CauseText("RETURN", null, Optional.empty());
            case Cause.OfMerge ignored -> new CauseText("MERGE", null, Optional.empty());
        };
    }
}
