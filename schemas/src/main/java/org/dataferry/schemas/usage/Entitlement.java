package org.dataferry.schemas.usage;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * How much of the daily entitlement is used, and when it is spent if requests go on as they do.
 *
 * <p>Source: Microsoft's page "Requests limits and allocations" says how many requests there are in 24 hours, that those of
 * application users are pooled in the tenant, and which count. It does not say when the 24 hours begin; here they are the last
 * ones. What other clients of the tenant use is not known here.
 *
 * @param limit requests in 24 hours; empty where nobody has said so
 * @param used by the sinks of this migration in the last 24 hours
 * @param perHour as in the last minutes
 * @param spentAt when nothing will be left; empty if that is not within 24 hours, or nobody knows the limit
 */
public record Entitlement(OptionalLong limit, long used, double perHour, Optional<Instant> spentAt) {

    public static final Duration WINDOW = Duration.ofHours(24);

    private static final Duration SLOT = Duration.ofMinutes(1);

    /** Over which the rate is taken: pauses for a throttled minute even out. */
    private static final Duration LATELY = Duration.ofMinutes(5);

    /** @param uses of all processes, in any order */
    public static Entitlement of(Collection<RequestUse> uses, OptionalLong limit, Instant now) {
        NavigableMap<Instant, Long> minutes = new TreeMap<>();
        uses.forEach(use -> minutes.merge(use.from(), use.requests(), Long::sum));
        long used = since(minutes, now.minus(WINDOW));
        double perMinute = perMinute(minutes, now);
        Optional<Instant> spentAt =
                limit.isPresent() ? spentAt(minutes, used, perMinute, limit.getAsLong(), now) : Optional.empty();
        return new Entitlement(limit, used, perMinute * Duration.ofHours(1).toMinutes(), spentAt);
    }

    /** Of the limit; 0 where nobody knows it. */
    public double share() {
        return limit.isPresent() ? (double) used / limit.getAsLong() : 0;
    }

    private static double perMinute(NavigableMap<Instant, Long> minutes, Instant now) {
        Instant from = RequestUse.minuteOf(now).minus(LATELY);
        Instant first = minutes.isEmpty() ? now : minutes.firstKey();
        Duration span = Duration.between(first.isAfter(from) ? first : from, now);
        return since(minutes, from) * (double) SLOT.toMillis() / Math.max(SLOT.toMillis(), span.toMillis());
    }

    /** What is used now leaves the window a day later, and makes room. */
    private static Optional<Instant> spentAt(
            NavigableMap<Instant, Long> minutes, long used, double perMinute, long limit, Instant now) {
        if (used >= limit) {
            return Optional.of(now);
        }
        double then = used;
        for (Instant at = now; at.isBefore(now.plus(WINDOW)); at = at.plus(SLOT)) {
            then += perMinute - between(minutes, at.minus(WINDOW), at.plus(SLOT).minus(WINDOW));
            if (then >= limit) {
                return Optional.of(at.plus(SLOT));
            }
        }
        return Optional.empty();
    }

    private static long since(NavigableMap<Instant, Long> minutes, Instant from) {
        return minutes.tailMap(from, true).values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    private static long between(NavigableMap<Instant, Long> minutes, Instant from, Instant to) {
        return minutes.subMap(from, true, to, false).values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }
}
