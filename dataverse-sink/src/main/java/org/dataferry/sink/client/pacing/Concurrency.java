package org.dataferry.sink.client.pacing;

import java.util.OptionalInt;

/**
 * How many requests may be under way. Begins gently and, while it is what binds, doubles in a round up to the server's hint;
 * beyond the hint it grows by one a round, and only while budget lies idle. A throttled answer for concurrency sets a ceiling below what was under way,
 * which rises again by one a window.
 *
 * <p>Source of the hint, {@code x-ms-dop-hint}: Microsoft's page "Send parallel requests".
 */
final class Concurrency {
    /** What the documentation shows as a hint; used until the server gives its own. */
    static final int UNHINTED = 4;

    private static final int FIRST = 2;

    private final int most;
    private final boolean fixed;
    private final long windowNanos;
    private int hint;
    private double limit;
    private double ceiling;
    private long ceilingSince;

    /** @param configured the most, where it is not to follow the server's hint */
    Concurrency(OptionalInt configured, int documented, long windowNanos) {
        configured.ifPresent(value -> {
            if (value < 1) {
                throw new IllegalArgumentException("Concurrency is %d, should be at least 1".formatted(value));
            }
        });
        this.windowNanos = windowNanos;
        fixed = configured.isPresent();
        most = configured.orElse(documented);
        hint = fixed ? most : UNHINTED;
        limit = Math.min(FIRST, most);
        ceiling = most;
    }

    int limit() {
        return (int) Math.max(1, Math.min(limit, ceiling));
    }

    void hinted(int recommended) {
        hint = fixed ? hint : Math.clamp(recommended, 1, most);
    }

    /**
     * @param binding whether no place was free while it was under way
     * @param idle whether more budget is left than may be used at once
     */
    void succeeded(long now, boolean binding, boolean idle) {
        if (ceiling < most && now - ceilingSince >= windowNanos) {
            ceiling++;
            ceilingSince = now;
        }
        if (!binding) {
            return;
        }
        if (limit < hint) {
            limit = Math.min(hint, limit + 1);
        } else if (idle) {
            limit = Math.min(most, limit + 1 / limit);
        }
    }

    /** @param underWay when the refused one began, itself among them */
    void exceeded(long now, int underWay) {
        ceiling = Math.max(1, Math.min(ceiling, underWay - 1));
        ceilingSince = now;
        limit = Math.max(1, Math.min(limit, ceiling));
    }
}
