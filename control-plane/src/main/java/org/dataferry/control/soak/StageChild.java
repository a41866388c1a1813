package org.dataferry.control.soak;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.dataferry.control.ControlException;
import org.jspecify.annotations.Nullable;

/** One stage as a child process, in one life after the other. */
final class StageChild {

    /** Joining the servers and compiling the mappings takes seconds, on a busy machine many. */
    private static final Duration START = Duration.ofMinutes(3);

    private static final Duration STOP = Duration.ofSeconds(60);
    private static final Duration LOOK = Duration.ofMillis(50);

    private final SoakFolder folder;
    private final String stage;
    private final String instance;
    private @Nullable Process process;
    private int lives;

    StageChild(SoakFolder folder, String stage, String instance) {
        this.folder = folder;
        this.stage = stage;
        this.instance = instance;
    }

    String name() {
        return instance.isEmpty() ? stage : stage + "-" + instance;
    }

    void start() {
        lives++;
        List<String> arguments =
                new ArrayList<>(List.of(stage, folder.directory().toString()));
        if (!instance.isEmpty()) {
            arguments.addAll(List.of("--instance", instance));
        }
        process = ChildCommand.start(arguments, output());
    }

    /** Returns when it says that it runs. */
    void awaitRunning() throws InterruptedException {
        long deadline = System.nanoTime() + START.toNanos();
        while (!said().contains(" is running; ")) {
            requireAlive();
            if (System.nanoTime() > deadline) {
                throw new ControlException(name() + " does not run after " + START + "; see " + output());
            }
            Thread.sleep(LOOK);
        }
    }

    /** @throws ControlException if it ended by itself */
    void requireAlive() {
        if (process == null || !process.isAlive()) {
            throw new ControlException(name() + " ended by itself: " + said());
        }
    }

    /** {@code kill -9}; returns when it is gone. */
    void kill() throws InterruptedException {
        if (process != null) {
            process.destroyForcibly().waitFor();
        }
    }

    /** SIGTERM; true if it has ended in order. Its exit code is that of the signal, as of any JVM that gets one. */
    boolean stop() throws InterruptedException {
        if (process == null) {
            return true;
        }
        process.destroy();
        if (!process.waitFor(STOP.toMillis(), TimeUnit.MILLISECONDS)) {
            kill();
            return false;
        }
        return said().contains(" has stopped.");
    }

    private String said() {
        try {
            return Files.readString(output());
        } catch (IOException unreadable) {
            return "";
        }
    }

    private Path output() {
        return folder.output(name() + "." + lives);
    }
}
