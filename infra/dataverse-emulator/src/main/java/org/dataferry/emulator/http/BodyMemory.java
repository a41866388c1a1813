package org.dataferry.emulator.http;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.dataferry.emulator.error.Refusal;

/** How much memory the bodies under way may take together. Large ones that come when it is taken wait their turn. */
final class BodyMemory {
    /** Of the heap: what is made of a body takes several times its length. */
    private static final int SHARE = 12;

    private static final int UNIT_BYTES = 1024;
    /** Bodies below it are let in freely: as many as connections there are come to little. */
    private static final int SMALL_BYTES = 1 << 20;

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final int units;
    private final Semaphore free;

    private BodyMemory(long bytes) {
        units = (int) Math.max(SMALL_BYTES / UNIT_BYTES, Math.min(Integer.MAX_VALUE, bytes / UNIT_BYTES));
        free = new Semaphore(units, true);
    }

    static BodyMemory ofThisProcess() {
        return new BodyMemory(Runtime.getRuntime().maxMemory() / SHARE);
    }

    /** A place for one body, given back when it is closed. */
    final class Place implements AutoCloseable {
        private final int taken;

        private Place(int taken) {
            this.taken = taken;
        }

        @Override
        public void close() {
            free.release(taken);
        }
    }

    /**
     * @param bytes the body's length, or the most that it may have; one longer than all of the memory waits until it is alone
     * @throws Refusal if there was no place for a minute
     */
    Place take(long bytes) {
        int wanted = bytes < SMALL_BYTES ? 0 : (int) Math.min(units, bytes / UNIT_BYTES);
        try {
            if (!free.tryAcquire(wanted, PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new Refusal(
                        503, "0x8004a001", "The emulator's memory is taken by other large bodies; send fewer at once.");
            }
            return new Place(wanted);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            throw new Refusal(503, "0x8004a001", "The emulator is being stopped.");
        }
    }
}
