package org.dataferry.emulator.limits;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** The entitlement that one user has used, on all servers. Counted in 1,440 slots of a window, a minute each of a day. Thread-safe. */
final class DailyUse {
    private static final int SLOTS = 1440;

    private static final class Slot {
        private final long begin;
        private long count;

        Slot(long begin) {
            this.begin = begin;
        }
    }

    private final TimeScale time;
    private final Patience patience;
    private final Deque<Slot> slots = new ArrayDeque<>();
    private long used;

    DailyUse(TimeScale time) {
        this.time = time;
        patience = new Patience(time);
    }

    synchronized @Nullable Throttled check(ServiceLimits limits) {
        ServiceLimits.Entitlement entitlement = limits.entitlement();
        if (!entitlement.enabled()) {
            return null;
        }
        long now = time.nanos();
        long window = entitlement.window().toNanos();
        while (!slots.isEmpty() && slots.getFirst().begin <= now - window) {
            used -= slots.removeFirst().count;
        }
        if (used < entitlement.requests()) {
            return null;
        }
        ServiceLimits.RetryAfter policy = limits.retryAfter();
        ServiceLimits.RetryAfter unbounded = new ServiceLimits.RetryAfter(
                policy.concurrency(), policy.growth(), policy.grace(), entitlement.window());
        return new Throttled(
                Facet.ENTITLEMENT,
                "Too many requests. The user has used the " + entitlement.requests() + " requests of "
                        + entitlement.window().toHours() + " hours.",
                patience.refused(unbounded, now, window - (now - slotThatHasToGo(entitlement))));
    }

    synchronized void charge(ServiceLimits.Entitlement entitlement, long count) {
        if (count == 0) {
            return;
        }
        long now = time.nanos();
        long length = Math.max(1, entitlement.window().toNanos() / SLOTS);
        Slot last = slots.peekLast();
        if (last == null || now - last.begin >= length) {
            last = new Slot(now);
            slots.add(last);
        }
        last.count += count;
        used += count;
    }

    private long slotThatHasToGo(ServiceLimits.Entitlement entitlement) {
        long left = used;
        long at = 0;
        for (Slot slot : slots) {
            at = slot.begin;
            left -= slot.count;
            if (left < entitlement.requests()) {
                return at;
            }
        }
        return at;
    }
}
