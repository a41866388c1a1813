package org.dataferry.control.projection;

import java.time.Duration;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the ledger up to date beside a run, which neither waits for it nor fails with it. */
public final class ProjectionThread implements AutoCloseable {

    /** The longest that the end of a run is held up by a batch; one that is cut short is taken again by the next run. */
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(ProjectionThread.class);

    private final Thread thread;

    private ProjectionThread(Thread thread) {
        this.thread = thread;
    }

    /** @param said told in words when the ledger is not kept up to date any more */
    public static ProjectionThread start(Projection projection, Consumer<String> said) {
        return new ProjectionThread(
                Thread.ofPlatform().daemon().name("ferry-ledger").start(() -> run(projection, said)));
    }

    private static void run(Projection projection, Consumer<String> said) {
        try (projection) {
            try {
                projection.untilStopped();
            } finally {
                // It has done its work; left there, the clients that are closed now would take it for theirs and
                // complain.
                Thread.interrupted();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException failed) {
            LOG.error("Ledger is not kept up to date any more", failed);
            said.accept("the ledger has stopped, and the migration goes on: " + failed.getMessage());
        }
    }

    /** An interrupt, by which a command is told to end, does not cut this short by more than the wait. */
    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join(STOP_PATIENCE);
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }
}
