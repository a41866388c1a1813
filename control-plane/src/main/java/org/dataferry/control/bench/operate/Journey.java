package org.dataferry.control.bench.operate;

import java.time.Duration;
import java.time.Instant;

/**
 * What became of a change, by the clock of this machine.
 *
 * @param committed at the source
 * @param captured by capture, which sends it on
 * @param answered by the target
 */
record Journey(Instant committed, Instant captured, Instant answered) {

    private static final double MICROS_PER_MILLI = 1_000;

    double millis() {
        return millis(committed, answered);
    }

    double captureMillis() {
        return millis(committed, captured);
    }

    private static double millis(Instant from, Instant to) {
        return Duration.between(from, to).toNanos() / MICROS_PER_MILLI / MICROS_PER_MILLI;
    }

    /** Whether it was on its way at a moment. */
    boolean isUnderWay(Instant at) {
        return !committed.isAfter(at) && answered.isAfter(at);
    }
}
