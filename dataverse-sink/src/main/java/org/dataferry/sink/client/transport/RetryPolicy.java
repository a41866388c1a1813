package org.dataferry.sink.client.transport;

import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.dataferry.sink.client.protocol.ErrorKind;
import org.dataferry.sink.client.protocol.Failure;
import org.dataferry.sink.client.protocol.Operation;

/**
 * When to send again, and after which pause.
 *
 * @param firstPause after the first failure of a series; doubles with each further one
 * @param longestPause where the doubling ends; short enough that a recovered server is noticed soon
 * @param doubtfulAttempts how often in all an error is tried that may pass or may be the request's own fault. Requests
 *     for many rows are tried once: their sender tries again with fewer
 */
public record RetryPolicy(Duration firstPause, Duration longestPause, int doubtfulAttempts) {
    public static final RetryPolicy STANDARD = new RetryPolicy(Duration.ofMillis(500), Duration.ofSeconds(30), 3);

    /** Jitter on top of Retry-After, so that a lane's workers do not come back in one instant. */
    private static final double RETRY_AFTER_JITTER = 0.1;

    public RetryPolicy {
        if (firstPause.isNegative() || firstPause.isZero() || longestPause.compareTo(firstPause) < 0) {
            throw new IllegalArgumentException("The first pause %s should be above zero and not above the longest, %s"
                    .formatted(firstPause, longestPause));
        }
        if (doubtfulAttempts < 1) {
            throw new IllegalArgumentException(
                    "doubtfulAttempts is %d, should be at least 1".formatted(doubtfulAttempts));
        }
    }

    /**
     * The pause before the next attempt; empty when there should be none: refused for good, or lost, where only the
     * caller knows whether sending again could do it twice.
     *
     * @param attempt how often the request has failed in this way, from 1
     * @param reads whether the request only reads. A read that took too long may pass at the next attempt; a write had
     *     better be made smaller, which only the caller can do
     */
    Optional<Duration> pause(Operation operation, Failure failure, int attempt, boolean reads, RandomGenerator random) {
        return switch (failure) {
            case Failure.Throttled throttled -> Optional.of(atLeast(throttled.retryAfter(), random));
            case Failure.Unavailable unavailable -> {
                Duration backoff = backoff(attempt, random);
                yield Optional.of(unavailable
                        .retryAfter()
                        .map(asked -> atLeast(asked, random))
                        .filter(asked -> asked.compareTo(backoff) > 0)
                        .orElse(backoff));
            }
            case Failure.Refused refused ->
                mayPass(refused.error().kind(), reads) && !operation.divides() && attempt < doubtfulAttempts
                        ? Optional.of(backoff(attempt, random))
                        : Optional.empty();
            case Failure.Lost lost -> Optional.empty();
        };
    }

    private static boolean mayPass(ErrorKind kind, boolean reads) {
        return kind == ErrorKind.DOUBTFUL || kind == ErrorKind.CONTENTION || kind == ErrorKind.TOO_SLOW && reads;
    }

    /** Between half and the whole of the doubled pause. */
    private Duration backoff(int attempt, RandomGenerator random) {
        int doublings = Math.min(attempt - 1, 20);
        long ceiling = Math.min(firstPause.toNanos() << doublings, longestPause.toNanos());
        if (firstPause.toNanos() > longestPause.toNanos() >> doublings) {
            ceiling = longestPause.toNanos();
        }
        return Duration.ofNanos(ceiling / 2 + (long) (random.nextDouble() * (ceiling - ceiling / 2)));
    }

    private static Duration atLeast(Duration asked, RandomGenerator random) {
        return asked.plusNanos((long) (asked.toNanos() * RETRY_AFTER_JITTER * random.nextDouble()));
    }
}
