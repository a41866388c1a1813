package org.dataferry.control.segment;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.dataferry.schemas.outcome.RejectionReason;
import org.dataferry.schemas.settings.SettingsException;

/**
 * What is asked of a write. All of it has to hold of the same one; of several values of one kind any.
 *
 * @param outcomes what has become of it; none for any
 * @param reasons why it was rejected; none for any
 * @param kinds who can mend why it was rejected; none for any
 * @param recorded when that outcome was recorded
 * @param mappingVersion the state of the mappings that made it; only writes that went to the sink have one
 * @param positions of the change that it is about
 * @param offsets of the change that it is about
 */
public record WriteCriteria(
        Set<WriteOutcome> outcomes,
        Set<RejectionReason> reasons,
        Set<RejectionReason.Kind> kinds,
        Span recorded,
        Optional<String> mappingVersion,
        PositionRange positions,
        Optional<OffsetRange> offsets) {

    /** Nothing is asked. */
    public static final WriteCriteria NONE = new WriteCriteria(
            Set.of(), Set.of(), Set.of(), Span.ALWAYS, Optional.empty(), PositionRange.ANY, Optional.empty());

    /** @throws SettingsException if no write can be so */
    public WriteCriteria {
        outcomes = Set.copyOf(outcomes);
        reasons = Set.copyOf(reasons);
        kinds = Set.copyOf(kinds);
        boolean asksWhyRejected = !reasons.isEmpty() || !kinds.isEmpty();
        if (asksWhyRejected && !outcomes.isEmpty() && !outcomes.equals(Set.of(WriteOutcome.REJECTED))) {
            throw new SettingsException("only rejected writes have an error reason or kind, so no other outcome than"
                    + " rejected goes with them");
        }
        if (asksWhyRejected && meant(reasons, kinds).isEmpty()) {
            throw new SettingsException("none of the error reasons " + reasons + " is of the kinds " + kinds);
        }
    }

    /** Rejected writes, whatever for. */
    public static WriteCriteria ofRejected() {
        return new WriteCriteria(
                Set.of(WriteOutcome.REJECTED),
                Set.of(),
                Set.of(),
                Span.ALWAYS,
                Optional.empty(),
                PositionRange.ANY,
                Optional.empty());
    }

    boolean isNone() {
        return equals(NONE);
    }

    /** The outcomes that it can be. */
    Set<WriteOutcome> meantOutcomes() {
        if (!reasons.isEmpty() || !kinds.isEmpty()) {
            return Set.of(WriteOutcome.REJECTED);
        }
        return outcomes.isEmpty() ? EnumSet.allOf(WriteOutcome.class) : outcomes;
    }

    /** The reasons that it can be rejected for; empty where that is not asked. */
    Set<RejectionReason> meantReasons() {
        return reasons.isEmpty() && kinds.isEmpty() ? Set.of() : meant(reasons, kinds);
    }

    private static Set<RejectionReason> meant(Set<RejectionReason> reasons, Set<RejectionReason.Kind> kinds) {
        Set<RejectionReason> meant = reasons.isEmpty() ? EnumSet.allOf(RejectionReason.class) : EnumSet.copyOf(reasons);
        meant.removeIf(reason -> !kinds.isEmpty() && !kinds.contains(reason.kind()));
        return meant;
    }
}
