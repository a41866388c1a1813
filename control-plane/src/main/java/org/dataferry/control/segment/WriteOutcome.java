package org.dataferry.control.segment;

/** What has become of a write by its last outcome, in the ledger's words. */
public enum WriteOutcome {
    /** Announced, and nobody has said anything of it yet. */
    IN_FLIGHT,
    APPLIED,
    ALREADY_APPLIED,
    SKIPPED,
    PARKED,
    DEFERRED,
    BOUNCED,
    REJECTED
}
