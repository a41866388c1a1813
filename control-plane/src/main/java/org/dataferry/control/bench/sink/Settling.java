package org.dataferry.control.bench.sink;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** When a rate has come to rest after a change. */
final class Settling {

    /** Rates are of a tenth of a window, or of as long as so many requests take if that is longer: one more or less is noise. */
    private static final int SPANS_PER_WINDOW = 10;

    private static final int REQUESTS_PER_SPAN = 24;

    /** Jitter of latencies, and requests that end a little before or after the end of a span. */
    private static final double TOLERANCE = 0.15;

    private static final double NANOS_PER_SECOND = 1e9;
    private static final double MILLIS_PER_SECOND = 1e3;

    private Settling() {}

    /** What each rate is of, in seconds of the target's time: while a target is like the model. */
    static double spanSeconds(TargetModel model) {
        double requests = REQUESTS_PER_SPAN * model.mostRows() / model.steadyCeiling();
        return Math.max(model.window().toMillis() / MILLIS_PER_SECOND / SPANS_PER_WINDOW, requests);
    }

    private record Rate(double at, double rowsPerSecond) {}

    /**
     * Seconds of the wall's clock from the first sample, which is that of the change, until the rate stays near the one that it
     * has in the second half of what was watched; empty if it does not do so even in the last half.
     *
     * @param spanSeconds what each rate is of
     */
    static OptionalDouble seconds(List<Sample> samples, double spanSeconds) {
        List<Rate> rates = rates(samples, spanSeconds);
        Span lastHalf = Span.between(samples.get(samples.size() / 2), samples.getLast());
        double settled = lastHalf.rowsPerSecond();
        double watched = seconds(samples.getFirst(), samples.getLast());
        if (rates.isEmpty() || settled == 0) {
            return OptionalDouble.empty();
        }
        double at = 0;
        for (Rate rate : rates) {
            if (Math.abs(rate.rowsPerSecond() - settled) > TOLERANCE * settled) {
                // The span that strays is over only then.
                at = rate.at() + spanSeconds;
            }
        }
        return at <= watched / 2 ? OptionalDouble.of(at) : OptionalDouble.empty();
    }

    private static List<Rate> rates(List<Sample> samples, double spanSeconds) {
        List<Rate> rates = new ArrayList<>();
        int end = 0;
        for (Sample begin : samples) {
            while (end < samples.size() && seconds(begin, samples.get(end)) < spanSeconds) {
                end++;
            }
            if (end == samples.size()) {
                break;
            }
            rates.add(new Rate(
                    seconds(samples.getFirst(), begin),
                    Span.between(begin, samples.get(end)).rowsPerSecond()));
        }
        return rates;
    }

    private static double seconds(Sample from, Sample to) {
        return (to.nanos() - from.nanos()) / NANOS_PER_SECOND;
    }
}
