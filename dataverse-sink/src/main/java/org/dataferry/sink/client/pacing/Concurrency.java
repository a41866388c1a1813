package org.dataferry.sink.client.pacing;

import java.util.OptionalInt;

/**
 * How many requests may be under way. Begins gently and, while it is what binds, doubles in a round up to the server's hint;
 * beyond the hint it grows by one a round, and only while budget lies idle. A throttled answer for concurrency sets a ceiling below what was under way,
 * which rises again by one a window.
 *
 * <p>Source of the hint, {@code x-ms-dop-hint}, and of dividing it between processes: Microsoft's page "Send parallel requests".
 */
final class Concurrency {
    /** What the documentation shows as a hint; used until the server gives its own. */
    static final int UNHINTED = 4;

    private static final int FIRST = 2;
    private static final double NO_CEILING = Integer.MAX_VALUE;

    private final int documented;
    private final long windowNanos;
    private OptionalInt configured;
    private double share;
    private int recommended = UNHINTED;
    private double limit;
    private double ceiling = NO_CEILING;
    private long ceilingSince;

    Concurrency(Allowance allowance, int documented, long windowNanos) {
        this.documented = documented;
        this.windowNanos = windowNanos;
        configured = allowance.concurrency();
        share = allowance.share();
        limit = FIRST;
    }

    /** From now on; what is under way beyond it comes to its end. */
    void allow(Allowance allowance) {
        configured = allowance.concurrency();
        share = allowance.share();
        limit = Math.min(limit, most());
    }

    int limit() {
        return (int) Math.max(1, Math.min(Math.min(limit, ceiling), most()));
    }

    void hinted(int number) {
        recommended = number;
    }

    /**
     * @param binding whether no place was free while it was under way
     * @param idle whether more budget is left than may be used at once
     */
    void succeeded(long now, boolean binding, boolean idle) {
        if (ceiling < most() && now - ceilingSince >= windowNanos) {
            ceiling++;
            ceilingSince = now;
        }
        if (!binding) {
            return;
        }
        if (limit < hint()) {
            limit = Math.min(hint(), limit + 1);
        } else if (idle) {
            limit = Math.min(most(), limit + 1 / limit);
        }
    }

    /** @param underWay when the refused one began, itself among them */
    void exceeded(long now, int underWay) {
        ceiling = Math.max(1, Math.min(ceiling, underWay - 1));
        ceilingSince = now;
        limit = Math.max(1, Math.min(limit, ceiling));
    }

    private int most() {
        return part(configured.orElse(documented));
    }

    private int hint() {
        return Math.min(part(configured.orElse(recommended)), most());
    }

    private int part(int whole) {
        return (int) Math.max(1, whole * share);
    }
}
