package org.dataferry.control.replay;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.dataferry.control.ControlException;

/** The right to send the commands of a replay, for one process at a time. The system takes it back when the process ends. */
public final class ReplayTurn implements AutoCloseable {

    private final FileChannel channel;

    private ReplayTurn(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Empty if another process of this machine has it.
     *
     * @param state of the migration on this machine
     */
    public static Optional<ReplayTurn> take(Path state, String replayId) {
        Path file = state.resolve("replays").resolve(replayId + ".lock");
        try {
            Files.createDirectories(file.getParent());
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (isLocked(channel)) {
                return Optional.of(new ReplayTurn(channel));
            }
            channel.close();
            return Optional.empty();
        } catch (IOException failed) {
            throw new ControlException("the lock " + file + " cannot be taken: " + failed, failed);
        }
    }

    private static boolean isLocked(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException heldByUs) {
            return false;
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
}
