package org.dataferry.sink.client.pacing;

import java.util.HashMap;
import java.util.Map;

/**
 * How many rows a bulk request should have. A request takes a time of its own and one for each row; both are estimated from the
 * requests that were done, and the advice is the size at which the request's own time is one hundredth of all. Beyond that, larger
 * ones gain nothing and lose more when a row is bad.
 */
final class BatchAdvice {
    private static final double OWN_SHARE = 0.01;

    /** In seconds of the server's time: gateways give up after minutes, and what is lost is looked for again. */
    private static final double LONGEST = 30;

    /** Requests of the first size before another one is tried. */
    private static final int FIRST_SAMPLES = 4;

    /** Every so many requests one of double the size is tried, as requests of one size alone tell nothing of their own time. */
    private static final int TRIES = 8;

    /** Requests whose estimate is believed. */
    private static final int ENOUGH = 12;

    /** The last fifty or so count. */
    private static final double FORGETTING = 0.98;

    /** Least squares of seconds per row over one by rows: the slope is the request's own time, the rest that of a row. */
    private static final class Fit {
        private double weight;
        private double x;
        private double y;
        private double xx;
        private double xy;
        private int samples;
        private double largest;

        void add(int rows, double seconds) {
            double inverse = 1.0 / rows;
            double perRow = seconds / rows;
            weight = weight * FORGETTING + 1;
            x = x * FORGETTING + inverse;
            y = y * FORGETTING + perRow;
            xx = xx * FORGETTING + inverse * inverse;
            xy = xy * FORGETTING + inverse * perRow;
            samples++;
        }

        double own() {
            double spread = weight * xx - x * x;
            return spread <= 0 ? 0 : (weight * xy - x * y) / spread;
        }

        double perRow() {
            return (y - own() * x) / weight;
        }
    }

    private final Map<String, Fit> fits = new HashMap<>();

    void took(String kind, int rows, double seconds) {
        if (rows > 0) {
            fits.computeIfAbsent(kind, first -> new Fit()).add(rows, seconds);
        }
    }

    /**
     * @param first the size to begin with, and the least
     * @param most the largest that is allowed
     */
    int rows(String kind, int first, int most) {
        Fit fit = fits.get(kind);
        if (fit == null || fit.samples < FIRST_SAMPLES) {
            return first;
        }
        double perRow = fit.perRow();
        if (fit.samples < ENOUGH || perRow <= 0) {
            return Math.min(2 * first, most);
        }
        // Never back: requests of one size alone tell nothing of their own time, and a large one is too large only by
        // LONGEST.
        fit.largest = Math.max(fit.largest, fit.own() * (1 - OWN_SHARE) / OWN_SHARE / perRow);
        double best = Math.min(fit.largest, LONGEST / perRow);
        int rows = (int) Math.clamp(best, first, Math.max(first, most));
        boolean trying = fit.samples % TRIES == 0 && 2 * rows * perRow <= LONGEST;
        return trying ? Math.min(2 * rows, most) : rows;
    }
}
