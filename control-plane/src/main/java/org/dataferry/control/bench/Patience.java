package org.dataferry.control.bench;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.dataferry.control.ControlException;

/** Waits for something that can only be asked for, and never for ever. */
final class Patience {

    private static final Duration PAUSE = Duration.ofMillis(20);

    private Patience() {}

    /** @param state says at the end of the time how far it came */
    static void await(String what, Duration timeout, Supplier<String> state, BooleanSupplier reached)
            throws InterruptedException {
        long end = System.nanoTime() + timeout.toNanos();
        while (!reached.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new ControlException(
                        "the benchmark waited " + timeout.toSeconds() + " s for " + what + "; " + state.get());
            }
            TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
        }
    }
}
