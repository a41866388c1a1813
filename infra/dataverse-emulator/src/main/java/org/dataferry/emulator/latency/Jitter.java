package org.dataferry.emulator.latency;

import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;

/** Varies latencies evenly around what the model says. The n-th request gets the same factor with the same seed. Thread-safe. */
public final class Jitter {
    private final long seed;
    private final AtomicLong requests = new AtomicLong();

    public Jitter(long seed) {
        this.seed = seed;
    }

    /** @param share the most that the factor differs from 1 */
    public long vary(double nanos, double share) {
        double even = new SplittableRandom(seed ^ requests.getAndIncrement()).nextDouble();
        return Math.round(nanos * (1 + share * (2 * even - 1)));
    }
}
