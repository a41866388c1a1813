package org.dataferry.emulator.limits;

import java.time.Duration;
import org.dataferry.emulator.error.EmulatorException;

/**
 * The service protection limits per user and server.
 *
 * <p>Source: Microsoft's pages "Service protection API limits" and "Send parallel requests".
 *
 * @param enabled whether requests are refused; off unless asked for, so that a local run is as fast as the machine
 * @param requests the most that begin within a window
 * @param executionTime the most that the requests that ended within a window took together
 * @param concurrent the most at a time; 52 or higher is documented, 40 and 100 were seen
 * @param window how far back both sums look; it slides
 * @param servers how many front-end servers there seem to be; each keeps budgets of its own. Trial environments have one
 * @param dopHint the degree of parallelism that answers recommend
 * @param affinityCookie whether answers carry the cookie that leads back to the same server, and requests with it go there
 * @param refusedCount whether requests that the first two facets refuse count as requests too; no page says so
 * @param thousandsComma whether the seconds that are left are written as {@code 1,199.97}, as was seen, or without the comma
 */
public record ServiceLimits(
        boolean enabled,
        int requests,
        Duration executionTime,
        int concurrent,
        Duration window,
        int servers,
        int dopHint,
        boolean affinityCookie,
        boolean refusedCount,
        boolean thousandsComma,
        RetryAfter retryAfter,
        Entitlement entitlement) {

    /**
     * How long a refused client is told to wait: until the facet has room again, plus {@code growth} for each time that it pushed on, at most
     * {@code longest}. That the time grows is documented, the formula is ours. A push is a refused request that came before the time of the last
     * refusal was over; those within {@code grace} of one another count once, because requests that were on their way together are no defiance.
     *
     * @param concurrency the time without pushes where the number of concurrent requests is exceeded, as nobody knows when one will end
     */
    public record RetryAfter(Duration concurrency, Duration growth, Duration grace, Duration longest) {
        public RetryAfter {
            if (concurrency.isNegative() || growth.isNegative() || grace.isNegative() || longest.isNegative()) {
                throw new EmulatorException("limits.retryAfter: no duration may be negative");
            }
        }

        static RetryAfter defaults() {
            return new RetryAfter(
                    Duration.ofSeconds(1), Duration.ofSeconds(5), Duration.ofSeconds(1), Duration.ofSeconds(300));
        }
    }

    /**
     * The Power Platform requests of a user in a day. Each target of a bulk action and each part of a batch counts one; sign-in and
     * definitions count nothing. It was documented as not enforced yet, so it is off.
     *
     * <p>Source: Microsoft's page "Requests limits and allocations".
     *
     * @param requests the default is that of a licensed user
     * @param reads whether reads of rows count too
     */
    public record Entitlement(boolean enabled, long requests, Duration window, boolean reads) {
        public Entitlement {
            if (requests < 1 || window.isNegative() || window.isZero()) {
                throw new EmulatorException("limits.entitlement: requests and window must be above 0");
            }
        }

        static Entitlement defaults() {
            return new Entitlement(false, 40_000, Duration.ofHours(24), false);
        }
    }

    public ServiceLimits {
        if (requests < 1 || concurrent < 1 || servers < 1 || window.isNegative() || window.isZero()) {
            throw new EmulatorException("limits: requests, concurrent, servers and window must be above 0");
        }
        if (executionTime.isNegative() || executionTime.isZero()) {
            throw new EmulatorException("limits.executionTime must be above 0");
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
        return new ServiceLimits(
                enabled,
                6000,
                Duration.ofSeconds(1200),
                52,
                Duration.ofSeconds(300),
                1,
                8,
                true,
                false,
                true,
                RetryAfter.defaults(),
                Entitlement.defaults());
    }
}
