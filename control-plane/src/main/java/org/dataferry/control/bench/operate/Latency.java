package org.dataferry.control.bench.operate;

import java.util.Arrays;
import java.util.List;

/**
 * How soon a change is in the target, and what the dashboard says of it meanwhile.
 *
 * @param commitMillis the longest pause between commits of transform and of the sink
 * @param lagErrorSeconds by how much the lag that the dashboard's status tells differs from the true one, in 95 of 100 looks
 * @param mostLagErrorSeconds in the worst of them
 * @param replayRowsPerSecond source rows that transform maps again for a replay of a whole table
 * @param transformRowsPerSecond source rows that transform maps at first, by the same process on the same machine
 */
public record Latency(
        int rows,
        long commitMillis,
        List<AtRate> atRates,
        double lagErrorSeconds,
        double mostLagErrorSeconds,
        double replayRowsPerSecond,
        double transformRowsPerSecond) {

    private static final double MEDIAN = 0.5;
    private static final double MOST_OF_THEM = 0.99;

    public Latency {
        atRates = List.copyOf(atRates);
    }

    /**
     * Changes of single rows at a steady rate.
     *
     * @param changesPerSecond that were committed
     * @param p50Millis from the commit at the source to the target's answer
     * @param captureP50Millis from the commit until capture has the change from Debezium and sends it on
     */
    public record AtRate(
            double changesPerSecond, int changes, double p50Millis, double p99Millis, double captureP50Millis) {

        /** @param millis of each change, in any order */
        static AtRate of(double changesPerSecond, double[] millis, double[] captureMillis) {
            return new AtRate(
                    changesPerSecond,
                    millis.length,
                    share(millis, MEDIAN),
                    share(millis, MOST_OF_THEM),
                    share(captureMillis, MEDIAN));
        }
    }

    /** The figure that this share of all does not exceed. */
    static double share(double[] figures, double share) {
        double[] sorted = figures.clone();
        Arrays.sort(sorted);
        return sorted[Math.max(0, (int) Math.ceil(share * sorted.length) - 1)];
    }
}
