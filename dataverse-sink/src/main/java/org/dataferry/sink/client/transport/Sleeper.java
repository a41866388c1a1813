package org.dataferry.sink.client.transport;

import java.time.Duration;

/** Waits in place, unless the lane is stopping. */
public interface Sleeper {
    /** @return false when the wait was cut short because the lane is stopping */
    boolean sleep(Duration pause) throws InterruptedException;

    /** True when nothing further should be begun. */
    boolean stopping();
}
