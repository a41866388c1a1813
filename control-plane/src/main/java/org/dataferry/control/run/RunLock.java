package org.dataferry.control.run;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.dataferry.control.ControlException;
import org.dataferry.control.RefusedException;
import org.dataferry.control.endpoint.MigrationFolder;
import org.dataferry.control.endpoint.Rebuild;
import org.jspecify.annotations.Nullable;

/**
 * One run per migration's folder, and one process per instance of a stage: two would be one instance twice, each ending the
 * other's transactions. The system releases the lock when its process ends, however it ends.
 */
public final class RunLock implements AutoCloseable {

    private static final String RUN = "run.lock";
    private static final String LOCKS = "locks";
    private static final String SUFFIX = ".lock";
    private static final Duration LOOK = Duration.ofMillis(100);

    private final List<FileChannel> channels;

    private RunLock(List<FileChannel> channels) {
        this.channels = List.copyOf(channels);
    }

    /**
     * For a run in one process: also the places of the three stages' unnamed instances, whose state it uses.
     *
     * @throws ControlException if the migration runs already, or one of the stages does
     */
    public static RunLock take(Path state) {
        return take(state, "this migration is running already", EnumSet.allOf(Stage.class));
    }

    /**
     * For a rebuild in one process, which has no capture.
     *
     * @throws ControlException if it runs already, or one of its stages does
     */
    public static RunLock takeRebuild(MigrationFolder rebuild) {
        return take(
                rebuild.ownState(),
                "rebuild " + rebuild.rebuild() + " is running already",
                EnumSet.of(Stage.TRANSFORM, Stage.SINK));
    }

    private static RunLock take(Path state, String otherwise, Set<Stage> stages) {
        List<FileChannel> taken = new ArrayList<>();
        try {
            taken.add(takeOne(state.resolve(RUN), otherwise));
            for (Stage stage : stages) {
                taken.add(takeOne(file(state, stage, StageInstance.UNNAMED), stage.command() + " is running already"));
            }
            return new RunLock(taken);
        } catch (ControlException held) {
            new RunLock(taken).close();
            throw held;
        }
    }

    /**
     * For one stage in a process of its own.
     *
     * @throws ControlException if this instance of it runs already, or a run in one process that has its place
     */
    public static RunLock take(Path state, Stage stage, StageInstance instance) {
        return new RunLock(List.of(
                takeOne(file(state, stage, instance), stage.command() + instance.described() + " is running already")));
    }

    /**
     * The process that has the place of a stage's unnamed instance, by itself or within a run; empty if none has. Looks
     * without taking the lock, so that nobody who wants it is in its way.
     */
    public static OptionalLong holderOf(Path state, Stage stage) {
        return writtenIn(file(state, stage, StageInstance.UNNAMED));
    }

    /** For what one process at a time does on this machine; waits for its turn. */
    public static RunLock awaitTurn(Path state, String what, Duration patience) throws InterruptedException {
        Path file = state.resolve(LOCKS).resolve(what + SUFFIX);
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            try {
                Files.createDirectories(file.getParent());
                Optional<FileChannel> taken = tryTake(file);
                if (taken.isPresent()) {
                    return new RunLock(List.of(taken.get()));
                }
            } catch (IOException failed) {
                throw new ControlException("the lock " + file + " cannot be taken: " + failed, failed);
            }
            if (System.nanoTime() > deadline) {
                throw new ControlException("waited " + patience + " for another command, " + holder(file));
            }
            Thread.sleep(LOOK);
        }
    }

    /** Whether the run, a rebuild or a stage of one runs on this machine. Looks as {@link #holderOf} does. */
    public static boolean isSeenAnywhere(Path state) {
        return states(state)
                .flatMap(one -> files(one).stream())
                .anyMatch(file -> writtenIn(file).isPresent());
    }

    /** Whether any stage runs on this machine, within a run or by itself; of a rebuild, if it is the state of that. */
    public static boolean isAnyHeld(Path state) {
        return held(state).isPresent();
    }

    /** Whether the run or a rebuild runs on this machine, or a stage of one, besides this one. */
    public static boolean isOtherHeld(MigrationFolder folder) {
        return states(folder.state())
                .filter(state -> !state.equals(folder.ownState()))
                .anyMatch(RunLock::isAnyHeld);
    }

    /**
     * Returns when neither the run, nor a rebuild, nor a stage of one holds a lock.
     *
     * @param waiting told once, if there is something to wait for
     * @throws RefusedException if one still holds it after that time
     */
    public static void awaitNoRun(Path state, Duration patience, Runnable waiting) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        Optional<Path> held = heldAnywhere(state);
        for (boolean told = false; held.isPresent(); told = true) {
            if (!told) {
                waiting.run();
            }
            if (System.nanoTime() > deadline) {
                throw new RefusedException("this migration is running, " + holder(held.get())
                        + ", and its servers are in use. Stop it first; what it has started stops with it");
            }
            Thread.sleep(LOOK);
            held = heldAnywhere(state);
        }
    }

    @Override
    public void close() {
        for (FileChannel channel : channels) {
            try {
                channel.close();
            } catch (IOException leftToTheSystem) {
                // The lock goes with the process.
            }
        }
    }

    private static Path file(Path state, Stage stage, StageInstance instance) {
        return state.resolve(LOCKS).resolve(stage.command() + instance.suffix() + SUFFIX);
    }

    private static FileChannel takeOne(Path file, String otherwise) {
        try {
            Files.createDirectories(file.getParent());
            return tryTake(file)
                    .orElseThrow(() -> new ControlException(
                            otherwise + ", " + holder(file) + ". Stop it first, or ask it with ferry status"));
        } catch (IOException failed) {
            throw new ControlException("the lock " + file + " cannot be taken: " + failed, failed);
        }
    }

    private static Stream<Path> states(Path state) {
        return Stream.concat(Stream.of(state), Rebuild.states(state).stream());
    }

    private static Optional<Path> heldAnywhere(Path state) {
        return states(state).flatMap(one -> held(one).stream()).findFirst();
    }

    /** The process that took a lock last, while it lives. Numbers of processes come again only after a long time. */
    private static OptionalLong writtenIn(Path file) {
        try {
            String written = Files.readString(file, US_ASCII).strip();
            return written.matches("[0-9]{1,18}")
                            && ProcessHandle.of(Long.parseLong(written))
                                    .filter(ProcessHandle::isAlive)
                                    .isPresent()
                    ? OptionalLong.of(Long.parseLong(written))
                    : OptionalLong.empty();
        } catch (IOException nobodyEverHadIt) {
            return OptionalLong.empty();
        }
    }

    private static Optional<Path> held(Path state) {
        return files(state).stream().filter(RunLock::isHeld).findFirst();
    }

    private static List<Path> files(Path state) {
        List<Path> files = new ArrayList<>(List.of(state.resolve(RUN)));
        Path locks = state.resolve(LOCKS);
        if (Files.isDirectory(locks)) {
            try (Stream<Path> found = Files.list(locks)) {
                files.addAll(found.sorted().toList());
            } catch (IOException failed) {
                throw new ControlException("the locks in " + locks + " cannot be looked at: " + failed, failed);
            }
        }
        return files;
    }

    private static boolean isHeld(Path file) {
        if (!Files.exists(file)) {
            return false;
        }
        try {
            Optional<FileChannel> taken = tryTake(file);
            if (taken.isPresent()) {
                taken.get().close();
            }
            return taken.isEmpty();
        } catch (IOException failed) {
            throw new ControlException("the lock " + file + " cannot be looked at: " + failed, failed);
        }
    }

    private static Optional<FileChannel> tryTake(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (tryLock(channel) == null) {
            channel.close();
            return Optional.empty();
        }
        channel.truncate(0);
        channel.write(
                ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(US_ASCII)));
        return Optional.of(channel);
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException heldByUs) {
            return null;
        }
    }

    private static String holder(Path file) {
        try {
            return "in process " + Files.readString(file, US_ASCII).strip();
        } catch (IOException unreadable) {
            return "in a process that holds " + file;
        }
    }
}
