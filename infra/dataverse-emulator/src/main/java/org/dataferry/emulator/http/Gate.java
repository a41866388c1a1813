package org.dataferry.emulator.http;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import org.dataferry.emulator.error.EmulatorException;

/** Lets requests through together, and what must not meet any of them alone. */
public final class Gate {
    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();

    <T> T shared(Supplier<T> work) {
        lock.readLock().lock();
        try {
            return work.get();
        } finally {
            lock.readLock().unlock();
        }
    }

    /**
     * Waits until no request runs; those that come meanwhile wait.
     *
     * @throws EmulatorException if requests still run after the patience
     */
    public void alone(Duration patience, Runnable work) {
        try {
            if (!lock.writeLock().tryLock(patience.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new EmulatorException(
                        "Requests still run after " + patience.toSeconds() + " seconds; nothing was changed");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EmulatorException("Stopped while requests were waited for", e);
        }
        try {
            work.run();
        } finally {
            lock.writeLock().unlock();
        }
    }
}
