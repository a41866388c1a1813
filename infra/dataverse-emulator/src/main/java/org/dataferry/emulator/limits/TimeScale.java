package org.dataferry.emulator.limits;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.dataferry.emulator.error.EmulatorException;

/**
 * Time that runs faster than the clock on the wall: a window of 300 s lasts 30 s at a factor of 10. Whole seconds that a client is told to
 * wait are real ones, rounded up, so that whoever waits them on the wall's clock has waited long enough.
 */
public final class TimeScale {
    private static final double NANOS_PER_SECOND = 1e9;

    private final double factor;
    private final LongSupplier nanoTime;
    private final long origin;

    public TimeScale(double factor, LongSupplier nanoTime) {
        if (!(factor > 0) || Double.isInfinite(factor)) {
            throw new EmulatorException("timeScale must be above 0, not " + factor);
        }
        this.factor = factor;
        this.nanoTime = nanoTime;
        origin = nanoTime.getAsLong();
    }

    public double factor() {
        return factor;
    }

    /** Scaled nanoseconds since this object was made. */
    public long nanos() {
        return (long) ((nanoTime.getAsLong() - origin) * factor);
    }

    /** How long a scaled duration really lasts. */
    public Duration real(Duration scaled) {
        return Duration.ofNanos((long) (scaled.toNanos() / factor));
    }

    /** Whole real seconds of scaled nanoseconds, at least one. */
    long realSeconds(long scaledNanos) {
        return Math.max(1, (long) Math.ceil(scaledNanos / factor / NANOS_PER_SECOND));
    }

    long scaledNanos(long realSeconds) {
        return (long) (realSeconds * factor * NANOS_PER_SECOND);
    }
}
