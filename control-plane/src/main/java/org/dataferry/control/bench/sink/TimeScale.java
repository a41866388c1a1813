package org.dataferry.control.bench.sink;

/**
 * How much faster than the wall's clock time may run, so that limits bind and not the machine.
 *
 * @param unlimited rows per second that this machine does without limits
 * @param ceiling rows per second of one user at the wall's pace
 */
record TimeScale(double unlimited, double ceiling) {

    /** The share of what the machine can do that the ceiling may take; the rest is air for its other work. */
    private static final double SHARE = 1.0 / 3;

    /** Retry-After is in whole seconds of the wall's clock: the faster time runs, the more a throttled client loses by rounding. */
    private static final double FASTEST = 10;

    /** Below, one window takes half an hour. */
    private static final double SLOWEST = 0.2;

    private static final double STEPS = 100;

    double forUsers(int users) {
        double most = Math.floor(unlimited * SHARE / (ceiling * users) * STEPS) / STEPS;
        return Math.clamp(most, SLOWEST, FASTEST);
    }

    boolean keepsMachineFree(int users) {
        return forUsers(users) * ceiling * users <= unlimited * SHARE;
    }
}
