package org.dataferry.emulator.limits;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.dataferry.emulator.error.EmulatorException;

/** Time that runs faster than the clock on the wall: a window of 300 s lasts 30 s at a factor of 10. */
public final class TimeScale {
    private static final double NANOS_PER_SECOND = 1e9;

    private final double factor;
    private final LongSupplier nanoTime;

    public TimeScale(double factor, LongSupplier nanoTime) {
        if (!(factor > 0) || Double.isInfinite(factor)) {
            throw new EmulatorException("timeScale must be above 0, not " + factor);
        }
        this.factor = factor;
        this.nanoTime = nanoTime;
    }

    /** Scaled nanoseconds since some moment. */
    long nanos() {
        return (long) (nanoTime.getAsLong() * factor);
    }

    /** How long a scaled duration really lasts. */
    public Duration real(Duration scaled) {
        return Duration.ofNanos((long) (scaled.toNanos() / factor));
    }

    /** Whole real seconds of scaled nanoseconds, at least one. */
    long realSeconds(long scaledNanos) {
        return Math.max(1, (long) Math.ceil(scaledNanos / factor / NANOS_PER_SECOND));
    }
}
