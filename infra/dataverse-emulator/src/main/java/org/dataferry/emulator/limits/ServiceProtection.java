package org.dataferry.emulator.limits;

import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Counts requests against the limits of their user on the server that they reach: the one that their affinity cookie names, or any.
 *
 * <p>Source: Microsoft's pages "Service protection API limits" and "Send parallel requests".
 */
public final class ServiceProtection {
    private record Place(UUID user, int server) {}

    private final Supplier<ServiceLimits> limits;
    private final TimeScale time;
    private final RandomGenerator random;
    private final Map<Place, Budget> budgets = new ConcurrentHashMap<>();
    private final Map<UUID, DailyUse> days = new ConcurrentHashMap<>();

    /** @param limits asked at each request, so that they may change */
    public ServiceProtection(Supplier<ServiceLimits> limits, TimeScale time, RandomGenerator random) {
        this.limits = limits;
        this.time = time;
        this.random = random;
    }

    /** Close the visit when the answer is made. */
    public Visit enter(UUID user, @Nullable String affinity) {
        ServiceLimits now = limits.get();
        int server = server(now, affinity);
        Budget budget = budgets.computeIfAbsent(new Place(user, server), place -> new Budget(time));
        DailyUse day = days.computeIfAbsent(user, id -> new DailyUse(time));
        Throttled exhausted = day.check(now);
        Budget.Entry entry = exhausted == null ? budget.enter(now) : new Budget.Entry(time.nanos(), 0, exhausted);
        return new Visit(now, server, budget, day, entry);
    }

    /** Forgets what was used. */
    public void reset() {
        budgets.clear();
        days.clear();
    }

    private int server(ServiceLimits now, @Nullable String affinity) {
        if (affinity != null && now.affinityCookie()) {
            for (int server = 0; server < now.servers(); server++) {
                if (affinity.equals(cookie(server))) {
                    return server;
                }
            }
        }
        synchronized (random) {
            return random.nextInt(now.servers());
        }
    }

    private static String cookie(int server) {
        return String.format("%064x", server + 1L);
    }

    /** One request at one server, by the limits that held when it came. */
    public final class Visit implements AutoCloseable {
        private final ServiceLimits held;
        private final int server;
        private final Budget budget;
        private final DailyUse day;
        private final Budget.Entry entry;
        private long executionNanos = -1;
        private long end = -1;

        private Visit(ServiceLimits held, int server, Budget budget, DailyUse day, Budget.Entry entry) {
            this.held = held;
            this.server = server;
            this.budget = budget;
            this.day = day;
            this.entry = entry;
        }

        public @Nullable Throttled throttled() {
            return entry.throttled();
        }

        /** The limits that it was measured by. */
        public ServiceLimits limits() {
            return held;
        }

        /** The value of the cookie that leads back to this server, null if there are no cookies. */
        public @Nullable String affinity() {
            return held.affinityCookie() ? cookie(server) : null;
        }

        /** From 0. */
        public int server() {
            return server;
        }

        /** In scaled nanoseconds of {@link TimeScale#nanos()}. */
        public long arrived() {
            return entry.at();
        }

        /** When it was counted out, -1 before, or if it was refused. */
        public long ended() {
            return end;
        }

        /** What was counted for it, -1 before it ended. */
        public long executionNanos() {
            return executionNanos;
        }

        /** How many of the user ran on the server when it came. */
        public int running() {
            return entry.running();
        }

        public int requestsLeft() {
            return budget.requestsLeft(held);
        }

        public String secondsLeft() {
            return budget.secondsLeft(held);
        }

        /** Takes from the day's entitlement. @param count operations, with each target of a bulk action for itself */
        public void charge(long count) {
            day.charge(held.entitlement(), count);
        }

        /** Ends it with the execution time that a model says, in scaled nanoseconds, instead of the one that passed. */
        public void end(long nanos) {
            if (entry.throttled() == null && end < 0) {
                executionNanos = nanos;
                end = budget.leave(nanos);
            }
        }

        @Override
        public void close() {
            end(time.nanos() - entry.at());
        }
    }
}
