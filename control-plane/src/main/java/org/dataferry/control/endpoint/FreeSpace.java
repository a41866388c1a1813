package org.dataferry.control.endpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.ToLongFunction;
import org.dataferry.control.RefusedException;

/** Whether the disk has room for what Ferry keeps of a migration on this machine. */
public final class FreeSpace {

    private static final long MEBIBYTE = 1L << 20;

    /**
     * What a start and some minutes take: Kafka lays out its files at once, and PostgreSQL and the state of transform grow in
     * steps of 16 to 64 MiB. Below it a server would die in the midst of a write instead.
     */
    static final long LEAST = 512 * MEBIBYTE;

    private FreeSpace() {}

    /** @throws RefusedException if there is less than {@link #LEAST} where the state of the migration is, or will be */
    public static void require(MigrationFolder folder) {
        require(folder.state(), FreeSpace::usable);
    }

    static void require(Path state, ToLongFunction<Path> usable) {
        Path there = state;
        while (!Files.exists(there) && there.getParent() != null) {
            there = there.getParent();
        }
        long free = usable.applyAsLong(there);
        if (free < LEAST) {
            throw new RefusedException("the disk is nearly full: " + free / MEBIBYTE + " MiB are free for " + state
                    + ", and at least " + LEAST / MEBIBYTE
                    + " MiB are needed to start. Free some space, or move the migration's folder to another disk");
        }
    }

    private static long usable(Path path) {
        try {
            return Files.getFileStore(path).getUsableSpace();
        } catch (IOException unknown) {
            // Some file systems do not tell; then whoever writes will.
            return Long.MAX_VALUE;
        }
    }
}
