package org.dataferry.emulator.limits;

import java.time.Duration;
import org.dataferry.emulator.error.EmulatorException;

/**
 * The service protection limits per user and server.
 *
 * <p>Source: Microsoft's page "Service protection API limits".
 *
 * @param enabled whether requests are refused; off unless asked for, so that a local run is as fast as the machine
 * @param servers how many front-end servers there seem to be; each keeps budgets of its own
 * @param dopHint the degree of parallelism that answers recommend
 */
public record ServiceLimits(
        boolean enabled,
        int requests,
        Duration executionTime,
        int concurrent,
        Duration window,
        int servers,
        int dopHint) {
    public ServiceLimits {
        if (requests < 1 || concurrent < 1 || servers < 1 || window.isNegative() || window.isZero()) {
            throw new EmulatorException("limits: requests, concurrent, servers and window must be above 0");
        }
        if (dopHint < 1) {
            throw new EmulatorException("limits.dopHint must be above 0, not " + dopHint);
        }
    }

    public static ServiceLimits off() {
        return documented(false);
    }

    public static ServiceLimits documented() {
        return documented(true);
    }

    private static ServiceLimits documented(boolean enabled) {
        return new ServiceLimits(enabled, 6000, Duration.ofSeconds(1200), 52, Duration.ofSeconds(300), 1, 8);
    }
}
