package org.dataferry.transform.mapping;

import org.dataferry.schemas.key.SourceKey;
import org.dataferry.schemas.outcome.RejectionReason;

/** What a source row has in common with those that it merges with. */
public sealed interface MatchKey {

    /** Rows with equal keys are one row of the target. */
    record Of(SourceKey key) implements MatchKey {}

    /** A part of the key is empty: the row merges with no other. */
    record None() implements MatchKey {}

    /** The key cannot be made; the detail says why. */
    record Refused(RejectionReason reason, String detail) implements MatchKey {}
}
