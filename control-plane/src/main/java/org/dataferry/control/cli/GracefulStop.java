package org.dataferry.control.cli;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Lets a command end in order when the process is told to, by Ctrl-C or SIGTERM: its thread is interrupted, and what it
 * has opened is closed on the way out, servers of ours included. Asking again changes nothing: the end is under way, and
 * a server left behind would be worse than seconds of waiting. SIGKILL is for those who can't; the next start clears up.
 */
final class GracefulStop {

    /** For a command that has nothing to close. */
    static final GracefulStop NEVER = new GracefulStop(null);

    /** Sink, transform, capture and five servers, each with seconds of their own. */
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final @Nullable Thread command;
    private volatile boolean asked;
    private volatile boolean finished;
    private volatile boolean success;

    private GracefulStop(@Nullable Thread command) {
        this.command = command;
    }

    static GracefulStop ofThisThread() {
        GracefulStop stop = new GracefulStop(Thread.currentThread());
        Runtime.getRuntime().addShutdownHook(new Thread(stop::stop, "ferry-stop"));
        return stop;
    }

    /** Whether the process was told to end while the command ran. */
    boolean isAsked() {
        return asked;
    }

    /** Being stopped is how this command is meant to end: its exit code is 0 then, and not that of the signal. */
    void meansSuccess() {
        success = true;
    }

    /** The command has ended by itself. */
    void finished() {
        finished = true;
    }

    private void stop() {
        if (finished || command == null) {
            return;
        }
        asked = true;
        command.interrupt();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try {
            while (!finished && System.nanoTime() < deadline) {
                Thread.sleep(20);
            }
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
        if (finished && success) {
            // The only way to another exit code than the signal's; all that was open is closed.
            Runtime.getRuntime().halt(0);
        }
    }
}
