package org.dataferry.control.projection;

import java.util.Optional;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.outcome.Outcome;
import org.dataferry.schemas.outcome.RejectionReason;
import org.jspecify.annotations.Nullable;

/**
 * An outcome as the ledger's columns have it.
 *
 * @param status one of the addends of the sum
 * @param reason what the target did, or why it was not asked or refused; null where the status says all
 * @param detail of a refusal, in the words of who refused
 * @param about the row that it waits for, or that is not as was believed
 */
record Standing(
        String status, @Nullable String reason, @Nullable String detail, Optional<RowId> about) {

    /** Announced, and nobody has said anything of it yet. */
    static final String IN_FLIGHT = "IN_FLIGHT";

    static Standing of(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Applied(Outcome.Effect effect) -> new Standing("APPLIED", effect.name());
            case Outcome.AlreadyApplied ignored -> new Standing("ALREADY_APPLIED", null);
            case Outcome.Skipped(Outcome.SkipReason reason) -> new Standing("SKIPPED", reason.name());
            case Outcome.Rejected(RejectionReason reason, String detail) ->
                new Standing("REJECTED", reason.name(), detail, Optional.empty());
            case Outcome.Parked(RowId waitingFor) -> new Standing("PARKED", null, null, Optional.of(waitingFor));
            case Outcome.Deferred(Outcome.DeferralReason reason) -> new Standing("DEFERRED", reason.name());
            case Outcome.Bounced(RowId row, Outcome.BounceReason reason) ->
                new Standing("BOUNCED", reason.name(), null, Optional.of(row));
        };
    }

    private Standing(String status, @Nullable String reason) {
        this(status, reason, null, Optional.empty());
    }
}
