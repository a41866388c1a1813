package org.dataferry.sink.client.testing;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.dataferry.sink.client.transport.Sleeper;

/** Sleeps by advancing the clock; can stop the lane at the n-th sleep. */
public final class RecordingSleeper implements Sleeper {
    private final ManualClock clock;
    private final List<Duration> pauses = new CopyOnWriteArrayList<>();
    private int stopAtPause = Integer.MAX_VALUE;

    public RecordingSleeper(ManualClock clock) {
        this.clock = clock;
    }

    public RecordingSleeper stoppingAtPause(int number) {
        stopAtPause = number;
        return this;
    }

    public List<Duration> pauses() {
        return pauses;
    }

    @Override
    public boolean sleep(Duration pause) {
        pauses.add(pause);
        clock.advance(pause);
        return !stopping();
    }

    @Override
    public boolean stopping() {
        return pauses.size() >= stopAtPause;
    }
}
