package org.dataferry.control.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;

/** How much happened in each of the last two minutes' seconds. Of what is older only that it was is known. */
final class SecondCounts {

    /** The longest span that can be asked for, and one second that is not over. */
    private static final int SECONDS = 121;

    private final long[] seconds = new long[SECONDS];
    private final long[] counts = new long[SECONDS];

    SecondCounts() {
        Arrays.fill(seconds, Long.MIN_VALUE);
    }

    void add(Instant at) {
        long second = at.getEpochSecond();
        int place = Math.floorMod(second, SECONDS);
        if (seconds[place] < second) {
            seconds[place] = second;
            counts[place] = 0;
        }
        if (seconds[place] == second) {
            counts[place]++;
        }
    }

    /**
     * How many a second there were. Younger seconds weigh more, in a straight line down to none at the span's start: so
     * what stops is seen to slow down, and does not stand still until it drops. The second that is not over yet is left out.
     *
     * @param span up to two minutes
     */
    double perSecond(Instant now, Duration span) {
        long end = now.getEpochSecond();
        long start = end - span.toSeconds();
        double sum = 0;
        for (int place = 0; place < SECONDS; place++) {
            if (seconds[place] >= start && seconds[place] < end) {
                sum += counts[place] * weight(end - seconds[place], span.toSeconds());
            }
        }
        return sum / span.toSeconds();
    }

    /** On the average over the span it is 1. */
    private static double weight(long secondsAgo, long span) {
        return (2.0 * (span - secondsAgo) + 1) / span;
    }
}
