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

/** {@code ferry replay} of all rows of an entity while everything else goes on, one after the other. */
final class ReplayChild {

    /** Stages are killed meanwhile. */
    private static final Duration TIMEOUT = Duration.ofMinutes(4);

    private final SoakFolder folder;
    private @Nullable Process process;
    private String entity = "";
    private int replays;

    /** What is wrong with those that have ended. */
    private final List<String> failures = new ArrayList<>();

    ReplayChild(SoakFolder folder) {
        this.folder = folder;
    }

    /** Begins one, if none is under way; true if it did. */
    boolean start(String newEntity) {
        if (process != null && process.isAlive()) {
            return false;
        }
        noteEnd();
        entity = newEntity;
        replays++;
        process = ChildCommand.start(
                List.of(
                        "replay",
                        folder.directory().toString(),
                        "--entity",
                        entity,
                        "--allow-rejected",
                        "--timeout",
                        Long.toString(TIMEOUT.toSeconds())),
                output());
        return true;
    }

    /** Waits until the last one has ended; what is wrong with any. */
    List<String> await() throws InterruptedException {
        if (process != null && !process.waitFor(TIMEOUT.plusSeconds(30).toMillis(), TimeUnit.MILLISECONDS)) {
            failures.add("the replay of " + entity + " does not end");
        } else {
            noteEnd();
        }
        return List.copyOf(failures);
    }

    private void noteEnd() {
        if (process != null && process.exitValue() != 0) {
            failures.add("the replay of " + entity + " ended with " + process.exitValue() + ": " + said());
        }
    }

    void kill() {
        if (process != null) {
            process.destroyForcibly();
        }
    }

    private String said() {
        try {
            return Files.readString(output());
        } catch (IOException unreadable) {
            throw new ControlException(output() + " cannot be read: " + unreadable, unreadable);
        }
    }

    private Path output() {
        return folder.output("replay." + replays);
    }
}
