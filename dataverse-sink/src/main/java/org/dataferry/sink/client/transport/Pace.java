package org.dataferry.sink.client.transport;

import java.time.Duration;
import java.time.Instant;
import java.util.OptionalInt;

/**
 * How many requests of a lane may be under way, and since when. Adds slowly and halves at once (AIMD), as the servers'
 * own numbers are neither published nor constant.
 *
 * <ol>
 *   <li>After a throttled answer nothing begins before its Retry-After has passed; of several, the latest counts.
 *   <li>The limit is halved once per incident: throttled answers to requests that began before the last halving do not
 *       halve it again.
 *   <li>It grows by one per {@code limit} successes, up to the ceiling.
 * </ol>
 *
 * Not safe for threads by itself; {@link PacedClient} holds its lock around every call.
 */
final class Pace {
    /** Documented as the limit of concurrent requests per user and server. */
    static final int HIGHEST = 52;

    /** What the documentation shows as a hint; used until the server gives its own. */
    static final int UNHINTED = 4;

    private final boolean fixedCeiling;
    private int ceiling;
    private double limit;
    private int underWay;
    private long incidents;
    private Instant resumeAt = Instant.MIN;

    /** @param configured the ceiling, when it is not to follow the server's hint */
    Pace(OptionalInt configured) {
        configured.ifPresent(value -> {
            if (value < 1 || value > HIGHEST) {
                throw new IllegalArgumentException(
                        "Concurrency is %d, should be between 1 and %d".formatted(value, HIGHEST));
            }
        });
        this.fixedCeiling = configured.isPresent();
        this.ceiling = configured.orElse(UNHINTED);
        this.limit = ceiling;
    }

    /** How long nothing may begin. */
    Duration closedFor(Instant now) {
        return now.isBefore(resumeAt) ? Duration.between(now, resumeAt) : Duration.ZERO;
    }

    boolean full() {
        return underWay >= limit();
    }

    /** @return the incident count at the beginning, to be given back with the answer */
    long begin() {
        underWay++;
        return incidents;
    }

    void end() {
        underWay--;
    }

    void succeeded() {
        limit = Math.min(ceiling, limit + 1 / limit);
    }

    void throttled(long begunAt, Instant now, Duration retryAfter) {
        Instant until = now.plus(retryAfter);
        resumeAt = until.isAfter(resumeAt) ? until : resumeAt;
        if (begunAt == incidents) {
            incidents++;
            limit = Math.max(1, limit / 2);
        }
    }

    /** The server's recommended degree of parallelism becomes the ceiling; the first one is taken over at once. */
    void hinted(int recommended) {
        int next = Math.clamp(recommended, 1, HIGHEST);
        if (fixedCeiling || next == ceiling) {
            return;
        }
        boolean untroubled = incidents == 0;
        ceiling = next;
        limit = untroubled ? next : Math.min(limit, next);
    }

    int limit() {
        return (int) limit;
    }
}
