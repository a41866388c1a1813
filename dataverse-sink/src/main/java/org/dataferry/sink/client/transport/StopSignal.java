package org.dataferry.sink.client.transport;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Ends all waits of a lane at once: those who wait return what they have, and nothing new is begun. */
public final class StopSignal implements Sleeper {
    private final CountDownLatch raised = new CountDownLatch(1);

    public void raise() {
        raised.countDown();
    }

    @Override
    public boolean sleep(Duration pause) throws InterruptedException {
        return !raised.await(pause.toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public boolean stopping() {
        return raised.getCount() == 0;
    }
}
