package org.dataferry.transform.topology;

import java.time.Duration;
import org.apache.kafka.streams.processor.api.ProcessorContext;

/**
 * Ends a transaction before its time where little is in it, so that a single change is seen soon and a flood of them does
 * not pay for a commit each time: that costs the broker a marker in every partition written to, of which a hundred tables
 * have some hundreds.
 *
 * <p>The tasks of a thread share its transaction, and one request commits them all. So they ask at the same moments, those
 * at which the clock begins a new slot.
 */
final class EarlyCommits {

    /** What a person takes for "at once". A commit of few partitions takes some milliseconds. */
    static final Duration SLOT = Duration.ofMillis(100);

    /** Some ten changes a task and slot, each of them read once and written thrice: far more than any day's work brings. */
    static final int FEW = 40;

    private final ProcessorContext<?, ?> context;
    private long slot;
    private int inSlot;

    EarlyCommits(ProcessorContext<?, ?> context) {
        this.context = context;
    }

    /** A record was read or written. */
    void count() {
        inSlot++;
    }

    /** @param now milliseconds of the clock */
    void turn(long now) {
        long current = now / SLOT.toMillis();
        if (current != slot) {
            if (inSlot > 0 && inSlot <= FEW) {
                context.commit();
            }
            slot = current;
            inSlot = 0;
        }
    }
}
