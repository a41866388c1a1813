package org.dataferry.emulator.write;

import java.time.Clock;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/** New GUIDs that rise with time, so that rows are stored, and read without an order, as they came. Thread-safe. */
public final class RowIds {
    private static final long COUNTER_BITS = 12;

    private final Clock clock;
    private final AtomicLong last = new AtomicLong();

    public RowIds(Clock clock) {
        this.clock = clock;
    }

    UUID next() {
        long now = clock.millis() << COUNTER_BITS;
        long stamp = last.updateAndGet(previous -> Math.max(previous + 1, now));
        long high = (stamp >>> COUNTER_BITS << 16) | 0x7000L | (stamp & 0xfffL);
        long low = (ThreadLocalRandom.current().nextLong() & 0x3fffffffffffffffL) | 0x8000000000000000L;
        return new UUID(high, low);
    }
}
