package org.dataferry.control.run;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.dataferry.control.ControlException;

/**
 * One run per migration's folder: two would be one instance twice, each ending the other's transactions. The system
 * releases the lock when its process ends, however it ends.
 */
public final class RunLock implements AutoCloseable {

    private final FileChannel channel;

    private RunLock(FileChannel channel) {
        this.channel = channel;
    }

    public static RunLock take(Path state) {
        Path file = state.resolve("run.lock");
        try {
            Files.createDirectories(state);
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = tryLock(channel);
            if (lock == null) {
                channel.close();
                throw new ControlException("this migration is running already: another process holds " + file
                        + ". Stop it first, or ask it with ferry status");
            }
            return new RunLock(channel);
        } catch (IOException failed) {
            throw new ControlException("the lock " + file + " cannot be taken", failed);
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

    private static FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException heldByUs) {
            return null;
        }
    }
}
