package org.dataferry.sink.client.pacing;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How much of an application user's limits this process may use at the time. It may change under way.
 *
 * @param requests the most within a window, whatever the server allows; empty for what it allows
 * @param executionTime the most of those requests together, likewise
 * @param concurrency the most requests at a time; empty to follow the server's hint
 * @param reserve the share of requests and execution time that is kept for others, such as for the people of the cutover
 * @param share the part of the user that is this process's: below 1 where several processes send as the same user
 */
public record Allowance(
        OptionalInt requests, Optional<Duration> executionTime, OptionalInt concurrency, double reserve, double share) {

    /** All of it. */
    public static final Allowance WHOLE =
            new Allowance(OptionalInt.empty(), Optional.empty(), OptionalInt.empty(), 0, 1);

    private static final double NANOS = 1e9;

    public Allowance {
        if (requests.orElse(1) < 1
                || concurrency.orElse(1) < 1
                || executionTime.filter(time -> !time.isPositive()).isPresent()) {
            throw new IllegalArgumentException(
                    "The allowance of %s requests, %s of execution, %s at a time should be above zero"
                            .formatted(requests, executionTime, concurrency));
        }
        if (!(reserve >= 0 && reserve <= 0.9)) {
            throw new IllegalArgumentException("reserve is %s, should be between 0 and 0.9".formatted(reserve));
        }
        if (!(share > 0 && share <= 1)) {
            throw new IllegalArgumentException("share is %s, should be above 0 and at most 1".formatted(share));
        }
    }

    /** With so many requests at a time. */
    public Allowance atATime(int most) {
        return new Allowance(requests, executionTime, OptionalInt.of(most), reserve, share);
    }

    public Allowance shared(double part) {
        return new Allowance(requests, executionTime, concurrency, reserve, part);
    }

    /** Whether no other process sends as the same user. */
    boolean alone() {
        return share == 1;
    }

    /** @param known the limit, as far as it is known */
    double requests(double known) {
        return Math.min(known, requests.orElse(Integer.MAX_VALUE));
    }

    /** @param known the limit in seconds, as far as it is known */
    double seconds(double known) {
        return executionTime
                .map(time -> Math.min(known, time.toNanos() / NANOS))
                .orElse(known);
    }
}
