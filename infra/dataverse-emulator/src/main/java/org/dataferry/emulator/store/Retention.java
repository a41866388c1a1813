package org.dataferry.emulator.store;

import java.time.Clock;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * How long deletions are remembered.
 *
 * @param kept asked anew each time, as it is a setting that can change
 */
public record Retention(Clock clock, Supplier<Duration> kept) {
    long now() {
        return clock.millis();
    }

    /** Milliseconds since 1970; what was deleted before may be forgotten. */
    long horizon() {
        return now() - kept.get().toMillis();
    }
}
