package org.dataferry.control.run;

import java.util.concurrent.atomic.AtomicInteger;
import org.dataferry.sink.loop.HaltPoint;

/**
 * Makes this process die at a named point, as a power cut would: for tests of what the next start makes of it. Set by the
 * system property {@code ferry.haltAt}, such as {@code AFTER_SEND:3} for the third time.
 */
final class HaltPoints {

    static final String PROPERTY = "ferry.haltAt";

    /** What a shell reports of a process that was killed by SIGKILL. */
    private static final int KILLED = 137;

    private HaltPoints() {}

    static HaltPoint.Observer ofThisProcess() {
        String wanted = System.getProperty(PROPERTY);
        if (wanted == null) {
            return HaltPoint.Observer.NONE;
        }
        String[] parts = wanted.split(":");
        HaltPoint at = HaltPoint.valueOf(parts[0]);
        AtomicInteger left = new AtomicInteger(Integer.parseInt(parts[1]));
        return point -> {
            if (point == at && left.decrementAndGet() == 0) {
                Runtime.getRuntime().halt(KILLED);
            }
        };
    }
}
