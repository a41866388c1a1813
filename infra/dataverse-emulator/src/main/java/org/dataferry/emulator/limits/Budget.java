package org.dataferry.emulator.limits;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What one user has used of one server in the sliding window. Thread-safe. */
final class Budget {
    /** The pause that is added for each refusal in a row: who pushes on waits longer. */
    private static final long PENALTY_NANOS = Duration.ofSeconds(1).toNanos();

    private static final double NANOS_PER_SECOND = 1e9;

    private record Use(long at, long nanos) {}

    private final ServiceLimits limits;
    private final TimeScale time;
    private final Deque<Long> starts = new ArrayDeque<>();
    private final Deque<Use> uses = new ArrayDeque<>();
    private long usedNanos;
    private int running;
    private int refusalsInARow;

    Budget(ServiceLimits limits, TimeScale time) {
        this.limits = limits;
        this.time = time;
    }

    /** Counts a request in, or says why not. */
    synchronized @Nullable Throttled enter() {
        long now = time.nanos();
        forget(now);
        Throttled throttled = limits.enabled() ? check(now) : null;
        if (throttled == null) {
            refusalsInARow = 0;
            starts.add(now);
            running++;
        }
        return throttled;
    }

    synchronized void leave(long nanos) {
        running--;
        uses.add(new Use(time.nanos(), nanos));
        usedNanos += nanos;
    }

    synchronized int requestsLeft() {
        return Math.max(0, limits.requests() - starts.size());
    }

    /** As Dataverse writes it: a comma between thousands, two decimals. */
    synchronized String secondsLeft() {
        double left = (limits.executionTime().toNanos() - usedNanos) / NANOS_PER_SECOND;
        return String.format(Locale.ROOT, "%,.2f", Math.max(0, left));
    }

    private @Nullable Throttled check(long now) {
        if (running >= limits.concurrent()) {
            return new Throttled(
                    "0x80072326",
                    "Number of concurrent requests exceeded the limit of " + limits.concurrent() + ".",
                    retryAfter(0));
        }
        if (starts.size() >= limits.requests()) {
            return new Throttled(
                    "0x80072322",
                    "Number of requests exceeded the limit of " + limits.requests() + " over time window of "
                            + limits.window().toSeconds() + " seconds.",
                    retryAfter(limits.window().toNanos() - (now - starts.getFirst())));
        }
        if (usedNanos >= limits.executionTime().toNanos()) {
            return new Throttled(
                    "0x80072321",
                    String.format(
                            Locale.ROOT,
                            "Combined execution time of incoming requests exceeded limit of %,d milliseconds over time"
                                    + " window of %d seconds. Decrease number of concurrent requests or reduce the"
                                    + " duration of requests and try again later.",
                            limits.executionTime().toMillis(),
                            limits.window().toSeconds()),
                    retryAfter(
                            limits.window().toNanos() - (now - uses.getFirst().at())));
        }
        return null;
    }

    private long retryAfter(long nanos) {
        long penalty = PENALTY_NANOS * refusalsInARow++;
        return time.realSeconds(Math.min(limits.window().toNanos(), nanos + penalty));
    }

    private void forget(long now) {
        long oldest = now - limits.window().toNanos();
        while (!starts.isEmpty() && starts.getFirst() < oldest) {
            starts.removeFirst();
        }
        while (!uses.isEmpty() && uses.getFirst().at() < oldest) {
            usedNanos -= uses.removeFirst().nanos();
        }
    }
}
