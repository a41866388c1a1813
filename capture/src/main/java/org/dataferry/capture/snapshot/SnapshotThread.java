package org.dataferry.capture.snapshot;

import java.time.Duration;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The thread in which a snapshot is read. */
public final class SnapshotThread implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SnapshotThread.class);

    /** Its readers stop at once when told to; beginning a slot cannot be broken off sooner than the source answers. */
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(8);

    private final InitialSnapshot snapshot;
    private final Thread thread;
    private volatile boolean closing;

    /**
     * @param reading from the first row to what comes after the last
     * @param failed hears why it ended, unless it was closed
     */
    public SnapshotThread(InitialSnapshot snapshot, Runnable reading, Consumer<RuntimeException> failed) {
        this.snapshot = snapshot;
        this.thread = Thread.ofPlatform().name("ferry-snapshot").daemon().unstarted(() -> {
            try {
                reading.run();
            } catch (RuntimeException broken) {
                if (!closing) {
                    failed.accept(broken);
                }
            }
        });
    }

    public void start() {
        thread.start();
    }

    @Override
    public void close() {
        closing = true;
        snapshot.close();
        if (Thread.currentThread() == thread) {
            return;
        }
        thread.interrupt();
        try {
            if (!thread.join(CLOSE_TIMEOUT)) {
                LOG.warn("The snapshot did not stop in time timeout={}", CLOSE_TIMEOUT);
            }
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }
}
