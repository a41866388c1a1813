package org.dataferry.control.cli;

import java.time.Duration;

/**
 * Lets a command end in order when the process is told to: its thread is interrupted, and what it has opened is closed on
 * the way out.
 */
final class GracefulStop {

    /** Sink, transform, capture and five servers, each with seconds of their own. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Thread command;
    private volatile boolean finished;

    private GracefulStop(Thread command) {
        this.command = command;
    }

    static GracefulStop ofThisThread() {
        GracefulStop stop = new GracefulStop(Thread.currentThread());
        Runtime.getRuntime().addShutdownHook(new Thread(stop::stop, "ferry-stop"));
        return stop;
    }

    /** The command has ended by itself. */
    void finished() {
        finished = true;
    }

    private void stop() {
        if (finished) {
            return;
        }
        command.interrupt();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try {
            while (!finished && System.nanoTime() < deadline) {
                Thread.sleep(20);
            }
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }
}
