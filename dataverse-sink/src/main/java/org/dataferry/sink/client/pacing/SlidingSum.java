package org.dataferry.sink.client.pacing;

import java.util.Arrays;

/** What came within a window that slides, in slots: each leaves as a whole, when all of it is out. */
final class SlidingSum {
    /** A finer sum would differ from the server's by less than the network does. */
    static final int SLOTS = 600;

    private final double[] slots = new double[SLOTS + 1];
    private final long slotNanos;
    private long newest = Long.MIN_VALUE;
    private double sum;

    SlidingSum(long windowNanos) {
        slotNanos = Math.max(1, windowNanos / SLOTS);
    }

    void add(long now, double amount) {
        slide(now);
        slots[index(newest)] += amount;
        sum += amount;
    }

    double at(long now) {
        slide(now);
        return Math.max(0, sum);
    }

    private void slide(long now) {
        long slot = Math.floorDiv(now, slotNanos);
        if (newest == Long.MIN_VALUE || slot - newest > SLOTS) {
            Arrays.fill(slots, 0);
            sum = 0;
            newest = slot;
        }
        while (newest < slot) {
            newest++;
            sum -= slots[index(newest)];
            slots[index(newest)] = 0;
        }
    }

    private static int index(long slot) {
        return (int) Math.floorMod(slot, (long) SLOTS + 1);
    }
}
