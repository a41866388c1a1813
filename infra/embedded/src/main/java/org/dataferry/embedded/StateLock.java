package org.dataferry.embedded;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Guards starting and stopping: one process, and one thread in it, at a time. The operating system releases it when its holder dies, so it
 * is never stale.
 */
final class StateLock {

    private static final Duration POLL = Duration.ofMillis(50);

    /**
     * Threads of this process wait here: the system's lock is per process, and it is lost as soon as the process closes any channel of
     * the file.
     */
    private static final Map<Path, Semaphore> THREADS = new ConcurrentHashMap<>();

    /** What is done while the lock is held. */
    @FunctionalInterface
    interface Work<T> {
        T run() throws InterruptedException;
    }

    private StateLock() {}

    /** @throws EmbeddedServersException if the lock is not free within the timeout */
    static <T> T whileHeld(Path file, Duration timeout, Work<T> work) throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        Semaphore threads = THREADS.computeIfAbsent(file, path -> new Semaphore(1));
        if (!threads.tryAcquire(timeout.toNanos(), TimeUnit.NANOSECONDS)) {
            throw heldBy("this process", file);
        }
        try {
            FileChannel channel = open(file, deadline);
            try {
                return work.run();
            } finally {
                channel.close();
            }
        } catch (IOException e) {
            throw new EmbeddedServersException("The lock " + file + " cannot be used: " + e.getMessage(), e);
        } finally {
            threads.release();
        }
    }

    private static FileChannel open(Path file, long deadline) throws IOException, InterruptedException {
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        boolean locked = false;
        try {
            while (channel.tryLock() == null) {
                if (System.nanoTime() > deadline) {
                    throw heldBy("process " + Files.readString(file).strip(), file);
                }
                Thread.sleep(POLL);
            }
            locked = true;
            channel.truncate(0);
            channel.write(ByteBuffer.wrap((ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII)));
            return channel;
        } finally {
            if (!locked) {
                channel.close();
            }
        }
    }

    private static EmbeddedServersException heldBy(String holder, Path file) {
        return new EmbeddedServersException(
                "The servers are being started or stopped by %s, which holds %s; try again when it is done"
                        .formatted(holder, file));
    }
}
