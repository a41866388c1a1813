package org.dataferry.control.ledger;

import java.util.List;

/**
 * A broken sum: writes of an entity that were announced before a fence, that every stage has passed, and of which nobody
 * has said anything.
 *
 * @param fenceId of the fence or heartbeat at which it was found
 * @param count of the writes
 * @param writeIds of up to {@link #MOST_IDS} of them
 */
public record Imbalance(String fenceId, String entity, long count, List<String> writeIds) {

    /** Enough to look for what they have in common; the log has the rest. */
    public static final int MOST_IDS = 10;

    public Imbalance {
        writeIds = List.copyOf(writeIds);
    }
}
