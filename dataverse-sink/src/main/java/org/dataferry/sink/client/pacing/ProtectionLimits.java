package org.dataferry.sink.client.pacing;

import java.time.Duration;

/**
 * The limits of one application user on one web server, and how far below them we stay.
 *
 * <p>Source: Microsoft's page "Service protection API limits". An environment may have others; what its answers say of them
 * counts more than these.
 *
 * @param enabled false for a server that protects itself by nothing
 * @param requests the most that begin within a window
 * @param executionTime the most that the requests that ended within a window took together
 * @param concurrent the most at a time
 * @param window how far back both sums look; it slides
 * @param spare the share of each sum that is left free, for what we measure otherwise than the server does
 * @param burst the share of each sum that may be used at once after a quiet time; all else is spread evenly, so that a live
 *     change never waits for a window to slide
 * @param timeScale how much faster than the wall's clock the server's windows slide: 1 but for an emulator that is told to
 */
public record ProtectionLimits(
        boolean enabled,
        int requests,
        Duration executionTime,
        int concurrent,
        Duration window,
        double spare,
        double burst,
        double timeScale) {

    public static final ProtectionLimits DOCUMENTED =
            new ProtectionLimits(true, 6_000, Duration.ofSeconds(1_200), 52, Duration.ofSeconds(300), 0.01, 0.05, 1);

    public ProtectionLimits {
        if (requests < 1 || concurrent < 1 || !executionTime.isPositive() || !window.isPositive()) {
            throw new IllegalArgumentException(
                    "The limits %d requests, %s of execution, %d at a time in %s should all be above zero"
                            .formatted(requests, executionTime, concurrent, window));
        }
        share("spare", spare);
        share("burst", burst);
        if (!(timeScale > 0)) {
            throw new IllegalArgumentException("timeScale is %s, should be above zero".formatted(timeScale));
        }
    }

    /** Nothing is held back, but for concurrency. */
    public static ProtectionLimits none() {
        ProtectionLimits d = DOCUMENTED;
        return new ProtectionLimits(
                false, d.requests, d.executionTime, d.concurrent, d.window, d.spare, d.burst, d.timeScale);
    }

    /** The share of each sum that is used in the long run. */
    double usable() {
        return 1 - spare;
    }

    /** The share of each sum that nothing may exceed, half of what is spared above {@link #usable}. */
    double highest() {
        return 1 - spare / 2;
    }

    private static void share(String name, double value) {
        if (!(value >= 0 && value <= 0.9)) {
            throw new IllegalArgumentException("%s is %s, should be between 0 and 0.9".formatted(name, value));
        }
    }
}
