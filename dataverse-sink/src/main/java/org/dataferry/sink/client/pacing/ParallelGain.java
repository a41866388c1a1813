package org.dataferry.sink.client.pacing;

import java.util.HashMap;
import java.util.Map;

/**
 * Whether more requests at a time bring more rows. By Little's law the rows per second of {@code n} requests at a time are
 * {@code n} times the rows of one by its time; where twice as many hardly bring more, they only wait for one another in the
 * server, and their rows wait in our memory.
 */
final class ParallelGain {
    /** Twice the requests should bring at least this much more; twice as much would be the best. */
    private static final double LEAST_GAIN = 1.15;

    /** How much the newest counts in the average. */
    private static final double WEIGHT = 0.1;

    /** Fewer say nothing. */
    private static final int FEWEST = 8;

    /** Requests at a time, doubling from step to step: 1, 2, 3–4, 5–8 and so on. */
    private static final int STEPS = 11;

    private static final class Step {
        private double rowsPerSecond;
        private int seen;
        private long last;
    }

    private final long windowNanos;
    private final Map<String, Step[]> kinds = new HashMap<>();

    /** @param windowNanos how long what was seen holds: the server may have become another one since */
    ParallelGain(long windowNanos) {
        this.windowNanos = windowNanos;
    }

    void took(long now, Pace.Ticket ticket, double seconds) {
        Step[] steps = kinds.computeIfAbsent(ticket.kind(), kind -> new Step[STEPS]);
        int at = step(ticket.underWay());
        Step step = steps[at];
        if (step == null || now - step.last > windowNanos) {
            step = new Step();
            steps[at] = step;
        }
        double rate = ticket.underWay() * Math.max(1, ticket.rows()) / Math.max(1e-6, seconds);
        double weight = Math.max(WEIGHT, 1.0 / (step.seen + 1));
        step.rowsPerSecond += weight * (rate - step.rowsPerSecond);
        step.seen++;
        step.last = now;
    }

    /** Whether to go beyond a number of requests at a time; also if nothing is known that speaks against it. */
    boolean isWorthwhile(long now, String kind, int underWay) {
        int at = step(underWay);
        Step[] steps = kinds.get(kind);
        boolean within = underWay < 1 << at;
        if (steps == null || at == 0 || within) {
            return true;
        }
        Step with = steps[at];
        Step without = steps[at - 1];
        return !isKnown(now, with)
                || !isKnown(now, without)
                || with.rowsPerSecond >= LEAST_GAIN * without.rowsPerSecond;
    }

    private boolean isKnown(long now, Step step) {
        return step != null && step.seen >= FEWEST && now - step.last <= windowNanos;
    }

    private static int step(int underWay) {
        return Math.min(STEPS - 1, Integer.SIZE - Integer.numberOfLeadingZeros(Math.max(1, underWay) - 1));
    }
}
