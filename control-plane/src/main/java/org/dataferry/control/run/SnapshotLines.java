package org.dataferry.control.run;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.dataferry.capture.progress.SnapshotProgress;

/** Tells in a line now and then how far the first reading of the source is. Safe for any thread. */
final class SnapshotLines {

    /** People look again after some seconds; a small source is read before. */
    private static final Duration PAUSE = Duration.ofSeconds(5);

    private final Consumer<String> say;
    private final LongSupplier nanoTime;
    private long last;

    SnapshotLines(Consumer<String> say, LongSupplier nanoTime) {
        this.say = say;
        this.nanoTime = nanoTime;
        this.last = nanoTime.getAsLong();
    }

    synchronized void made(SnapshotProgress progress) {
        long now = nanoTime.getAsLong();
        if (now - last >= PAUSE.toNanos()) {
            last = now;
            say.accept("source: read " + progress.text());
        }
    }
}
