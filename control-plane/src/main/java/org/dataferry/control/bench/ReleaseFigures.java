package org.dataferry.control.bench;

import java.util.Arrays;
import java.util.List;

/**
 * How long parked rows took after their parent's identity was sent, until a reader saw their committed write.
 *
 * @param parked rows that were not written before their parent was sent; 0 where the build does not park
 * @param millis of each of them, sorted
 */
record ReleaseFigures(int parked, List<Double> millis) {

    private static final double HUNDRED = 100;

    ReleaseFigures {
        double[] sorted =
                millis.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        millis = Arrays.stream(sorted).boxed().toList();
    }

    /** The least latency that this many of a hundred do not exceed; there must be any. */
    double percentile(int percent) {
        int rank = (int) Math.ceil(percent / HUNDRED * millis.size());
        return millis.get(Math.max(1, rank) - 1);
    }
}
