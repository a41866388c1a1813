package org.dataferry.control.bench.sink;

/**
 * What was done between two moments.
 *
 * @param seconds of the wall's clock
 * @param requests all, throttled ones too
 */
public record Span(double seconds, long rows, long requests, long throttled) {

    private static final double NANOS_PER_SECOND = 1e9;

    static Span between(Sample from, Sample to) {
        return new Span(
                (to.nanos() - from.nanos()) / NANOS_PER_SECOND,
                to.rows() - from.rows(),
                to.requests() - from.requests(),
                to.throttled() - from.throttled());
    }

    public double rowsPerSecond() {
        return seconds > 0 ? rows / seconds : 0;
    }

    /** The share of the requests that were answered with 429. */
    public double throttledShare() {
        return requests > 0 ? throttled / (double) requests : 0;
    }

    /** Both together; their times add up. */
    public Span and(Span other) {
        return new Span(
                seconds + other.seconds, rows + other.rows, requests + other.requests, throttled + other.throttled);
    }
}
