package org.dataferry.emulator.limits;

import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Counts requests against the limits of their user on the server that they reach: the one that their affinity cookie names, or any.
 *
 * <p>Source: Microsoft's pages "Service protection API limits" and "Send parallel requests".
 */
public final class ServiceProtection {
    private record Place(UUID user, int server) {}

    private final ServiceLimits limits;
    private final TimeScale time;
    private final RandomGenerator random;
    private final Map<Place, Budget> budgets = new ConcurrentHashMap<>();

    public ServiceProtection(ServiceLimits limits, TimeScale time, RandomGenerator random) {
        this.limits = limits;
        this.time = time;
        this.random = random;
    }

    public Visit enter(UUID user, @Nullable String affinity) {
        int server = server(affinity);
        Budget budget = budgets.computeIfAbsent(new Place(user, server), place -> new Budget(limits, time));
        return new Visit(budget, String.format("%064x", server + 1L), budget.enter(), time.nanos());
    }

    private int server(@Nullable String affinity) {
        if (affinity != null) {
            for (int server = 0; server < limits.servers(); server++) {
                if (affinity.equals(String.format("%064x", server + 1L))) {
                    return server;
                }
            }
        }
        return random.nextInt(limits.servers());
    }

    /** One request at one server. Close it when the answer is made. */
    public final class Visit implements AutoCloseable {
        private final Budget budget;
        private final String affinity;
        private final @Nullable Throttled throttled;
        private final long start;

        private Visit(Budget budget, String affinity, @Nullable Throttled throttled, long start) {
            this.budget = budget;
            this.affinity = affinity;
            this.throttled = throttled;
            this.start = start;
        }

        public @Nullable Throttled throttled() {
            return throttled;
        }

        /** The value of the cookie that leads back to this server. */
        public String affinity() {
            return affinity;
        }

        public int requestsLeft() {
            return budget.requestsLeft();
        }

        public String secondsLeft() {
            return budget.secondsLeft();
        }

        @Override
        public void close() {
            if (throttled == null) {
                budget.leave(time.nanos() - start);
            }
        }
    }
}
