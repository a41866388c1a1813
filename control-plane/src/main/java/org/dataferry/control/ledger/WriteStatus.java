package org.dataferry.control.ledger;

import org.dataferry.schemas.outcome.Outcome;

/** Where a write stands, by its last outcome. */
enum WriteStatus {
    /** Announced, and nobody has said anything of it yet. */
    IN_FLIGHT,
    APPLIED,
    ALREADY_APPLIED,
    SKIPPED,
    REJECTED,
    PARKED,
    DEFERRED,
    BOUNCED;

    static WriteStatus of(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Applied ignored -> APPLIED;
            case Outcome.AlreadyApplied ignored -> ALREADY_APPLIED;
            case Outcome.Skipped ignored -> SKIPPED;
            case Outcome.Rejected ignored -> REJECTED;
            case Outcome.Parked ignored -> PARKED;
            case Outcome.Deferred ignored -> DEFERRED;
            case Outcome.Bounced ignored -> BOUNCED;
        };
    }
}
