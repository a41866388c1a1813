package org.dataferry.control.ledger;

import org.dataferry.schemas.outcome.Outcome;

/** Where a write stands, by its last outcome. */
enum WriteStatus {
    /** Announced, and nobody has said anything of it yet. */
    IN_FLIGHT,
    APPLIED,
    ALREADY_APPLIED,
    SKIPPED,
    SKIPPED_AS_CHANGED,
    REJECTED,
    PARKED,
    DEFERRED_BY_PHASE,
    DEFERRED_BY_HEARTBEAT,
    BOUNCED_AS_MISSING,
    BOUNCED_AS_STILL_NAMED;

    static WriteStatus of(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Applied ignored -> APPLIED;
            case Outcome.AlreadyApplied ignored -> ALREADY_APPLIED;
            case Outcome.Skipped(var reason) ->
                switch (reason) {
                    case CHANGED_IN_TARGET -> SKIPPED_AS_CHANGED;
                    case NO_CHANGE, FILTERED, SUPERSEDED, KEPT, IN_ANOTHER_ROW -> SKIPPED;
                };
            case Outcome.Rejected ignored -> REJECTED;
            case Outcome.Parked ignored -> PARKED;
            case Outcome.Deferred(var reason) ->
                switch (reason) {
                    case PHASE -> DEFERRED_BY_PHASE;
                    case HEARTBEAT -> DEFERRED_BY_HEARTBEAT;
                };
            case Outcome.Bounced(var row, var reason) ->
                switch (reason) {
                    case MISSING -> BOUNCED_AS_MISSING;
                    case STILL_NAMED -> BOUNCED_AS_STILL_NAMED;
                };
        };
    }
}
