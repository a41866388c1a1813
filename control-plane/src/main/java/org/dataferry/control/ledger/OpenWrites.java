package org.dataferry.control.ledger;

import java.util.List;
import org.dataferry.schemas.outcome.Outcome;

/**
 * What keeps writes open, over all entities.
 *
 * @param parkedFor the rows that most parked writes wait for, at most {@link #MOST_ROWS} of them
 * @param deferredBy how many writes are deferred, by reason; reasons of none are left out
 * @param bouncedBy how many writes have bounced, by reason
 */
public record OpenWrites(List<WaitingFor> parkedFor, List<ByReason> deferredBy, List<ByReason> bouncedBy) {

    /** As many as somebody looks through; who wants all reads the topics of outcomes. */
    public static final int MOST_ROWS = 20;

    public OpenWrites {
        parkedFor = List.copyOf(parkedFor);
        deferredBy = List.copyOf(deferredBy);
        bouncedBy = List.copyOf(bouncedBy);
    }

    /**
     * @param reason by its name in {@link Outcome}
     * @param row the id of a row that one of the writes is of; empty if none is known
     */
    public record ByReason(String reason, long writes, String row) {}

    /** Writes that will go on by themselves once a heartbeat has passed all stages. */
    public long awaitingHeartbeat() {
        return deferredBy.stream()
                .filter(one -> one.reason().equals(Outcome.DeferralReason.HEARTBEAT.name()))
                .mapToLong(ByReason::writes)
                .sum();
    }

    public static OpenWrites none() {
        return new OpenWrites(List.of(), List.of(), List.of());
    }
}
