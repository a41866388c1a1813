package org.dataferry.control.cli;

import java.util.Arrays;
import java.util.Optional;
import org.dataferry.schemas.outcome.Outcome.BounceReason;
import org.dataferry.schemas.outcome.Outcome.DeferralReason;

/** Why a write waits, and what to do about it. */
final class WaitingWords {

    private WaitingWords() {}

    /** @param reason by its name in {@link DeferralReason} or {@link BounceReason} */
    static String of(String reason) {
        Optional<String> deferred = Arrays.stream(DeferralReason.values())
                .filter(one -> one.name().equals(reason))
                .map(WaitingWords::of)
                .findFirst();
        return deferred.orElseGet(() -> of(BounceReason.valueOf(reason)));
    }

    private static String of(DeferralReason reason) {
        return switch (reason) {
            case PHASE ->
                "a state that is set once its row is there; if it stays, look whether the row is parked or rejected, or"
                        + " open its phase by ferry phase";
            case HEARTBEAT -> "goes out by itself after some heartbeats; if it stays, a stage does not run";
        };
    }

    private static String of(BounceReason reason) {
        return switch (reason) {
            case MISSING -> "the target misses a row that it names; transform decides anew within moments";
            case STILL_NAMED -> "others still name the row to be deleted; tried again after a heartbeat";
        };
    }
}
