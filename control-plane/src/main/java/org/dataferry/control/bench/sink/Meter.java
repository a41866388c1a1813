package org.dataferry.control.bench.sink;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.dataferry.control.ControlException;

/** Looks at what a target has done while a client writes, and keeps that client busy. */
final class Meter {

    private static final Duration LOOK = Duration.ofMillis(100);

    /** A client that gets nothing done for so many windows is broken, not slow: no Retry-After is longer than one. */
    private static final int WINDOWS_OF_PATIENCE = 12;

    private static final Duration LEAST_PATIENCE = Duration.ofMinutes(2);

    private final Target target;
    private final TargetModel model;

    Meter(Target target, TargetModel model) {
        this.target = target;
        this.model = model;
    }

    /** All looks of so many windows; it ends before that if there is nothing left to do. */
    List<Sample> watch(LoadClient client, int windows) throws InterruptedException {
        List<Sample> samples = new ArrayList<>();
        Sample now = target.sample();
        samples.add(now);
        long end =
                now.nanos() + target.wall(model.window().multipliedBy(windows)).toNanos();
        while (now.nanos() < end && !client.isDone(now)) {
            client.keepBusy(now);
            Thread.sleep(LOOK);
            now = target.sample();
            samples.add(now);
        }
        return samples;
    }

    Span measure(LoadClient client, int windows) throws InterruptedException {
        List<Sample> samples = watch(client, windows);
        return Span.between(samples.getFirst(), samples.getLast());
    }

    /** @return the look at which it was so */
    Sample await(LoadClient client, String what, Predicate<Sample> reached) throws InterruptedException {
        Duration patience = target.wall(model.window().multipliedBy(WINDOWS_OF_PATIENCE));
        patience = patience.compareTo(LEAST_PATIENCE) > 0 ? patience : LEAST_PATIENCE;
        long deadline = System.nanoTime() + patience.toNanos();
        Sample now = target.sample();
        while (!reached.test(now)) {
            if (now.nanos() > deadline) {
                throw new ControlException(
                        "not within " + patience.toSeconds() + " s: " + what + "; the target has " + now);
            }
            client.keepBusy(now);
            Thread.sleep(LOOK);
            now = target.sample();
        }
        return now;
    }
}
