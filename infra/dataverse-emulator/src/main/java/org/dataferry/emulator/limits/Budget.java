package org.dataferry.emulator.limits;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What one user has used of one server in the sliding window. A request counts when it begins, its execution time when it ends. The limits
 * are given with each call, because they may change while it runs. Thread-safe.
 */
final class Budget {
    private static final double NANOS_PER_SECOND = 1e9;

    private record Use(long at, long nanos) {}

    private final TimeScale time;
    private final Patience patience;
    private final Deque<Long> starts = new ArrayDeque<>();
    private final Deque<Use> uses = new ArrayDeque<>();
    private long usedNanos;
    private int running;

    Budget(TimeScale time) {
        this.time = time;
        patience = new Patience(time);
    }

    /** @param running how many ran when this one came, itself not counted */
    record Entry(long at, int running, @Nullable Throttled throttled) {}

    /** Counts a request in, or says why not. */
    synchronized Entry enter(ServiceLimits limits) {
        long now = time.nanos();
        forget(limits, now);
        int before = running;
        Throttled throttled = limits.enabled() ? check(limits, now) : null;
        if (throttled == null) {
            patience.admitted(now);
            starts.add(now);
            running++;
        } else if (limits.refusedCount() && throttled.facet() != Facet.CONCURRENCY) {
            starts.add(now);
        }
        return new Entry(now, before, throttled);
    }

    /** @return when it ended */
    synchronized long leave(long nanos) {
        long now = time.nanos();
        running--;
        uses.add(new Use(now, nanos));
        usedNanos += nanos;
        return now;
    }

    synchronized int requestsLeft(ServiceLimits limits) {
        return Math.max(0, limits.requests() - starts.size());
    }

    /** With two decimals. */
    synchronized String secondsLeft(ServiceLimits limits) {
        double left = (limits.executionTime().toNanos() - usedNanos) / NANOS_PER_SECOND;
        return String.format(Locale.ROOT, limits.thousandsComma() ? "%,.2f" : "%.2f", Math.max(0, left));
    }

    private @Nullable Throttled check(ServiceLimits limits, long now) {
        long window = limits.window().toNanos();
        if (running >= limits.concurrent()) {
            return new Throttled(
                    Facet.CONCURRENCY,
                    "Number of concurrent requests exceeded the limit of " + limits.concurrent() + ".",
                    patience.refused(
                            limits.retryAfter(),
                            now,
                            limits.retryAfter().concurrency().toNanos()));
        }
        if (starts.size() >= limits.requests()) {
            return new Throttled(
                    Facet.REQUESTS,
                    "Number of requests exceeded the limit of " + limits.requests() + " over time window of "
                            + limits.window().toSeconds() + " seconds.",
                    patience.refused(limits.retryAfter(), now, window - (now - startThatHasToGo(limits))));
        }
        if (usedNanos >= limits.executionTime().toNanos()) {
            return new Throttled(
                    Facet.EXECUTION_TIME,
                    String.format(
                            Locale.ROOT,
                            "Combined execution time of incoming requests exceeded limit of %,d milliseconds over time"
                                    + " window of %d seconds. Decrease number of concurrent requests or reduce the"
                                    + " duration of requests and try again later.",
                            limits.executionTime().toMillis(),
                            limits.window().toSeconds()),
                    patience.refused(limits.retryAfter(), now, window - (now - useThatHasToGo(limits))));
        }
        return null;
    }

    /** The last request that has to leave the window before there is room for one. */
    private long startThatHasToGo(ServiceLimits limits) {
        Iterator<Long> each = starts.iterator();
        long at = each.next();
        for (int left = starts.size() - 1; left >= limits.requests(); left--) {
            at = each.next();
        }
        return at;
    }

    /** The last end that has to leave the window before its sum is below the limit. */
    private long useThatHasToGo(ServiceLimits limits) {
        long left = usedNanos;
        long at = 0;
        for (Use use : uses) {
            at = use.at();
            left -= use.nanos();
            if (left < limits.executionTime().toNanos()) {
                return at;
            }
        }
        return at;
    }

    private void forget(ServiceLimits limits, long now) {
        long oldest = now - limits.window().toNanos();
        while (!starts.isEmpty() && starts.getFirst() <= oldest) {
            starts.removeFirst();
        }
        while (!uses.isEmpty() && uses.getFirst().at() <= oldest) {
            usedNanos -= uses.removeFirst().nanos();
        }
    }
}
