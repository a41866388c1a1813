package org.dataferry.schemas.control;

import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Limits of the sink that hold instead of those in the settings. What is empty is as it was.
 *
 * @param requests of one application user to one web server within a window, whatever the server says that it allows
 * @param executionTime of those requests together, likewise
 * @param concurrentRequests at a time per application user; 0 follows the environment's hint
 * @param reserve the share of requests and execution time that is kept for others, 0 to 0.9
 * @param batchSize rows of the first bulk requests, and the least of later ones
 * @param largestBatch rows of a bulk request at most
 * @param entitlement requests in 24 hours, of all application users together
 */
public record LimitChanges(
        Optional<Integer> requests,
        Optional<Duration> executionTime,
        Optional<Integer> concurrentRequests,
        Optional<Double> reserve,
        Optional<Integer> batchSize,
        Optional<Integer> largestBatch,
        Optional<Long> entitlement) {

    public static final LimitChanges NONE = new LimitChanges(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    public boolean isEmpty() {
        return equals(NONE);
    }

    /** Whether one of them holds only where requests are paced. */
    public boolean needsPacing() {
        return Stream.of(requests, executionTime, reserve).anyMatch(Optional::isPresent);
    }

    /** These, and over them the later ones. */
    public LimitChanges then(LimitChanges later) {
        return new LimitChanges(
                later.requests.or(() -> requests),
                later.executionTime.or(() -> executionTime),
                later.concurrentRequests.or(() -> concurrentRequests),
                later.reserve.or(() -> reserve),
                later.batchSize.or(() -> batchSize),
                later.largestBatch.or(() -> largestBatch),
                later.entitlement.or(() -> entitlement));
    }
}
