package org.dataferry.sink.client.pacing;

import java.util.ArrayDeque;
import java.util.Deque;

/** What came within a window that slides. At most the requests of one user to one server: some thousands. */
final class SlidingSum {
    private record Entry(long at, double amount) {}

    private final long windowNanos;
    private final Deque<Entry> entries = new ArrayDeque<>();
    private double sum;

    SlidingSum(long windowNanos) {
        this.windowNanos = windowNanos;
    }

    void add(long now, double amount) {
        entries.addLast(new Entry(now, amount));
        sum += amount;
    }

    double at(long now) {
        while (!entries.isEmpty() && entries.getFirst().at() <= now - windowNanos) {
            sum -= entries.removeFirst().amount();
        }
        if (entries.isEmpty()) {
            // What rounding has left.
            sum = 0;
        }
        return sum;
    }

    /** Without what leaves the window until later. */
    double lasting(long now, long later) {
        double lasting = at(now);
        for (Entry entry : entries) {
            if (entry.at() > later - windowNanos) {
                break;
            }
            lasting -= entry.amount();
        }
        return lasting;
    }
}
