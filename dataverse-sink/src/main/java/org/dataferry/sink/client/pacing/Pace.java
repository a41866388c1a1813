package org.dataferry.sink.client.pacing;

import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * When the next request of an application user may begin, so that it is just below the limit that binds.
 *
 * <ol>
 *   <li>After a throttled answer nothing begins before its Retry-After has passed; of several, the latest counts.
 *   <li>No more than {@link Concurrency} allows are under way.
 *   <li>Requests and execution time are spread evenly: a {@link Bucket} for each fills at the rate that a window sustains.
 *   <li>On no server the sums of the window, with what is under way, exceed what is usable. A server of which nothing is
 *       known, as after a restart, is taken to be used up evenly, until its answers say otherwise.
 * </ol>
 *
 * <p>Times are nanoseconds of the server's time: those of the wall's clock times {@link ProtectionLimits#timeScale}. Not safe
 * for threads.
 */
public final class Pace {
    private static final double NANOS = 1e9;

    /** How often in a window a full server is looked at: each half second of 300. */
    private static final long LOOKS = 600;

    /** A request that is under way. */
    public record Ticket(String kind, int rows, long begun, double expectedSeconds, int underWay) {
        /** As expected, or as long as it has taken already. */
        double secondsAt(long now) {
            return Math.max(expectedSeconds, (now - begun) / NANOS);
        }
    }

    private final ProtectionLimits limits;
    private Allowance allowance;
    private final long windowNanos;
    private final LearnedLimit requestLimit;
    private final LearnedLimit secondLimit;
    private final Bucket requests;
    private final Bucket seconds;
    private final Concurrency concurrency;
    private final Expectations expectations = new Expectations();
    private final BatchAdvice advice = new BatchAdvice();
    private final ParallelGain gain;
    private final Map<String, Server> servers = new HashMap<>();
    private final Server unknown;
    private final Set<Ticket> underWay = Collections.newSetFromMap(new IdentityHashMap<>());
    private int refusals;
    private long lastRefusal;
    private long closedUntil = Long.MIN_VALUE;

    public Pace(ProtectionLimits limits, Allowance allowance, long now) {
        this.limits = limits;
        this.allowance = allowance;
        windowNanos = limits.window().toNanos();
        requestLimit = new LearnedLimit(limits.requests(), windowNanos);
        secondLimit = new LearnedLimit(limits.executionTime().toNanos() / NANOS, windowNanos);
        requests = new Bucket(1, now);
        seconds = new Bucket(0, now);
        gain = new ParallelGain(windowNanos);
        concurrency = new Concurrency(allowance, limits.concurrent(), windowNanos);
        unknown = new Server(windowNanos, now);
        unknown.requests.assumeFull(now, requestLimit.value());
        unknown.seconds.assumeFull(now, secondLimit.value());
    }

    /** From now on no more than this is used; what has been used stays known. */
    public void allow(long now, Allowance changed) {
        fill(now);
        allowance = changed;
        concurrency.allow(changed);
    }

    /** @param rows how many rows the request has */
    public Turn turn(long now, String kind, int rows) {
        fill(now);
        if (now < closedUntil) {
            return new Turn.Later(closedUntil - now);
        }
        if (underWay.size() >= concurrency.limit()) {
            return new Turn.WhenOneEnds();
        }
        boolean first = servers.isEmpty() && underWay.isEmpty();
        return first || !limits.enabled() ? new Turn.Now() : withinLimits(now, kind, rows);
    }

    private Turn withinLimits(long now, String kind, int rows) {
        if (refusals > 0 && !underWay.isEmpty()) {
            return new Turn.WhenOneEnds();
        }
        double overrun = underWay.stream()
                .mapToDouble(ticket -> ticket.secondsAt(now) - ticket.expectedSeconds())
                .sum();
        long empty = Math.max(
                nanosUntil(1 - requests.level(), requestsPerNano()),
                nanosUntil(overrun - seconds.level(), secondsPerNano()));
        if (empty > 0) {
            return new Turn.Later(empty);
        }
        if (fits(now)) {
            return new Turn.Now();
        }
        // What could not be used is not made up for, but for one request: the windows are full.
        requests.spillAbove(1);
        seconds.spillAbove(expectations.of(kind, rows));
        return new Turn.Later(windowNanos / LOOKS);
    }

    /** To be called right after {@link #turn} said now. */
    public Ticket begin(long now, String kind, int rows) {
        double expected = expectations.of(kind, rows);
        requests.take(1);
        seconds.take(expected);
        Ticket ticket = new Ticket(kind, rows, now, expected, underWay.size() + 1);
        underWay.add(ticket);
        return ticket;
    }

    /** The request is over, whatever became of it. */
    public void ended(Ticket ticket) {
        underWay.remove(ticket);
        seconds.giveBack(ticket.expectedSeconds());
    }

    /**
     * A reply came, to a request or to one of the tries within it.
     *
     * @param took how long the server took, as seen from here, in nanoseconds of the server's time
     */
    public void replied(long now, Ticket ticket, long took, ServerSigns signs) {
        if (signs.refused()) {
            refused(now, ticket);
        } else {
            // Also a row that is refused for itself shows that the user is let in again.
            refusals = 0;
        }
        Server server = servers.computeIfAbsent(signs.server(), name -> new Server(windowNanos, now));
        server.lastSeen = now;
        server.requests.add(now, 1);
        server.seconds.add(now, took / NANOS);
        seconds.take(took / NANOS);
        signs.requestsLeft()
                .ifPresent(left -> learn(now, requestLimit, server.requests, left, signs.refused() && left < 1));
        signs.secondsLeft()
                .ifPresent(left -> learn(now, secondLimit, server.seconds, left, signs.refused() && left <= 0));
        signs.hint().ifPresent(concurrency::hinted);
        servers.values().removeIf(other -> now - other.lastSeen > windowNanos);
    }

    private void learn(long now, LearnedLimit limit, WindowedUse use, double left, boolean exceeded) {
        if (exceeded) {
            limit.exceeded(use.own(now) / allowance.share(), Math.max(1, refusals));
        } else if (allowance.alone()) {
            limit.seen(now, left, use.certain(now));
        } else {
            limit.seenByOneOfSeveral(now, left, use.certain(now));
        }
        use.left(now, left, limit.value());
    }

    /** No reply came; what the server has counted for it is taken to be all the time that passed. */
    public void unanswered(long now, long took) {
        known().forEach(server -> {
            server.requests.add(now, 1);
            server.seconds.add(now, took / NANOS);
        });
        seconds.take(took / NANOS);
    }

    public void succeeded(long now, Ticket ticket) {
        double took = (now - ticket.begun()) / NANOS;
        expectations.took(ticket.kind(), ticket.rows(), took);
        advice.took(ticket.kind(), ticket.rows(), took);
        fill(now);
        boolean idle =
                limits.enabled() && seconds.level() >= secondDepth() * 0.5 && requests.level() >= requestDepth() * 0.5;
        gain.took(now, ticket, took);
        boolean binding =
                ticket.underWay() >= concurrency.limit() && gain.isWorthwhile(now, ticket.kind(), concurrency.limit());
        concurrency.succeeded(now, binding, idle);
    }

    /** Those that began before the last one was known are of one incident. */
    private void refused(long now, Ticket ticket) {
        if (ticket.begun() >= lastRefusal) {
            refusals++;
            lastRefusal = now;
        }
    }

    /** @param retryAfter in nanoseconds of the server's time */
    public void throttled(long now, long retryAfter) {
        closedUntil = Math.max(closedUntil, now + retryAfter);
    }

    /** Throttled, as too many were under way at a time. */
    public void tooMany(long now, Ticket ticket) {
        concurrency.exceeded(now, ticket.underWay());
    }

    /** How many requests may be under way. */
    public int concurrency() {
        return concurrency.limit();
    }

    /** How many requests are under way. */
    public int underWay() {
        return underWay.size();
    }

    /** How many rows a bulk request of a kind should have. */
    public int rows(String kind, int first, int most) {
        return advice.rows(kind, first, most);
    }

    /** How many web servers answered within the last window; at least 1. */
    public int servers() {
        return Math.max(1, servers.size());
    }

    private Collection<Server> known() {
        return servers.isEmpty() ? List.of(unknown) : servers.values();
    }

    /**
     * Whether every server has room now: it looks at what has begun, or has ended, when a request comes. Which server that will
     * be is not known before, so each may get twice its part of the requests under way.
     */
    private boolean fits(long now) {
        double part = Math.min(1, 2.0 / servers());
        double begun = (underWay.size() + 1) * part;
        double mostRequests = mostRequests() * limits.highest();
        double mostSeconds = mostSeconds() * limits.highest();
        double share = allowance.share();
        // However little is allowed, one request is, once the window is empty.
        double others = Math.max(0, mostRequests - begun);
        double own = Math.max(0, mostRequests * share - begun);
        return known().stream()
                .allMatch(server -> server.requests.at(now) <= others
                        && server.requests.own(now) <= own
                        && server.seconds.at(now) <= mostSeconds
                        && server.seconds.own(now) <= mostSeconds * share);
    }

    private double mostRequests() {
        return allowance.requests(requestLimit.value()) * (1 - allowance.reserve());
    }

    private double mostSeconds() {
        return allowance.seconds(secondLimit.value()) * (1 - allowance.reserve());
    }

    private void fill(long now) {
        requests.fill(now, requestsPerNano(), requestDepth());
        seconds.fill(now, secondsPerNano(), secondDepth());
    }

    private double requestsPerNano() {
        return servers() * mostRequests() * allowance.share() * limits.usable() / windowNanos;
    }

    private double secondsPerNano() {
        return servers() * mostSeconds() * allowance.share() * limits.usable() / windowNanos;
    }

    private double requestDepth() {
        return Math.max(1, mostRequests() * allowance.share() * limits.burst());
    }

    private double secondDepth() {
        return mostSeconds() * allowance.share() * limits.burst();
    }

    private static long nanosUntil(double missing, double perNano) {
        return missing <= 0 ? 0 : (long) Math.ceil(missing / perNano);
    }
}
