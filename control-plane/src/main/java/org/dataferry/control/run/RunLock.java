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
import java.util.Optional;
import org.dataferry.control.ControlException;
import org.dataferry.control.RefusedException;
import org.jspecify.annotations.Nullable;

/**
 * One run per migration's folder: two would be one instance twice, each ending the other's transactions. The system
 * releases the lock when its process ends, however it ends.
 */
public final class RunLock implements AutoCloseable {

    private static final String FILE_NAME = "run.lock";
    private static final Duration LOOK = Duration.ofMillis(100);

    private final FileChannel channel;

    private RunLock(FileChannel channel) {
        this.channel = channel;
    }

    /** @throws ControlException if the migration runs already */
    public static RunLock take(Path state) {
        Path file = state.resolve(FILE_NAME);
        try {
            Files.createDirectories(state);
            return tryTake(file)
                    .orElseThrow(() -> new ControlException("this migration is running already, " + holder(file)
                            + ". Stop it first, or ask it with ferry status"));
        } catch (IOException failed) {
            throw new ControlException("the lock " + file + " cannot be taken: " + failed, failed);
        }
    }

    /**
     * Returns when no run holds the lock.
     *
     * @param waiting told once, if there is something to wait for
     * @throws RefusedException if one still holds it after that time
     */
    public static void awaitNoRun(Path state, Duration patience, Runnable waiting) throws InterruptedException {
        Path file = state.resolve(FILE_NAME);
        long deadline = System.nanoTime() + patience.toNanos();
        for (boolean told = false; isHeld(file); told = true) {
            if (!told) {
                waiting.run();
            }
            if (System.nanoTime() > deadline) {
                throw new RefusedException("this migration is running, " + holder(file)
                        + ", and its servers are in use. Stop it first; what it has started stops with it");
            }
            Thread.sleep(LOOK);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException leftToTheSystem) {
            // The lock goes with the process.
        }
    }

    private static boolean isHeld(Path file) {
        if (!Files.exists(file)) {
            return false;
        }
        try {
            Optional<RunLock> taken = tryTake(file);
            taken.ifPresent(RunLock::close);
            return taken.isEmpty();
        } catch (IOException failed) {
            throw new ControlException("the lock " + file + " cannot be looked at: " + failed, failed);
        }
    }

    private static Optional<RunLock> tryTake(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (tryLock(channel) == null) {
            channel.close();
            return Optional.empty();
        }
        channel.truncate(0);
        channel.write(
                ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(US_ASCII)));
        return Optional.of(new RunLock(channel));
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
