package org.dataferry.capture.snapshot;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.dataferry.capture.CaptureException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Several threads with a connection each, that share out work; the first that fails stops the others. */
final class Readers<T> implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Readers.class);

    /** After its connection is cut, a thread may still wait for room in the producer's buffer. */
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

    /** Does a piece of work; made once for each thread. */
    @FunctionalInterface
    interface Worker<T> {
        void work(T piece) throws SQLException;
    }

    /** Makes the worker of a thread. */
    @FunctionalInterface
    interface Workers<T> {
        Worker<T> with(Connection connection) throws SQLException;
    }

    private final Queue<T> left;
    private final List<Thread> threads = new ArrayList<>();
    private final List<Connection> connections;
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private volatile boolean stopped;

    /**
     * @param work in the order in which it is begun
     * @param connections one for each thread; whoever made them closes them
     */
    Readers(List<T> work, List<Connection> connections) {
        this.connections = List.copyOf(connections);
        this.left = new ConcurrentLinkedQueue<>(work);
    }

    /** Returns when all is done, or throws why the first thread stopped. */
    void run(Workers<T> workers) throws SQLException {
        for (Connection connection : connections) {
            Worker<T> worker = workers.with(connection);
            threads.add(Thread.ofPlatform()
                    .name("ferry-snapshot-" + (threads.size() + 1))
                    .daemon()
                    .start(() -> work(worker)));
        }
        try {
            for (Thread thread : threads) {
                thread.join();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new CaptureException("the snapshot was stopped", stopped);
        }
        switch (failure.get()) {
            case null -> {
                if (stopped) {
                    throw new CaptureException("the snapshot was stopped");
                }
            }
            case RuntimeException broken -> throw broken;
            case SQLException broken -> throw broken;
            case Throwable broken -> throw new CaptureException("a reader of the snapshot broke", broken);
        }
    }

    private void work(Worker<T> worker) {
        try {
            for (T piece = left.poll(); piece != null && failure.get() == null; piece = left.poll()) {
                worker.work(piece);
            }
        } catch (SQLException | RuntimeException | Error broken) {
            if (failure.compareAndSet(null, broken)) {
                cut();
            }
        }
    }

    /** Wakes threads that wait for the source. */
    private void cut() {
        for (Connection connection : connections) {
            try {
                connection.abort(Runnable::run);
            } catch (SQLException alreadyCut) {
                LOG.debug("A connection of the snapshot was cut already", alreadyCut);
            }
        }
    }

    /** Ends the threads; what they were at is left unfinished, and {@link #run} throws. */
    void stop() {
        stopped = true;
        left.clear();
        cut();
        threads.forEach(Thread::interrupt);
        boolean interrupted = Thread.interrupted();
        try {
            for (Thread thread : threads) {
                if (!thread.join(CLOSE_TIMEOUT)) {
                    LOG.warn("A reader of the snapshot did not stop in time timeout={}", CLOSE_TIMEOUT);
                }
            }
        } catch (InterruptedException hurried) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        stop();
    }
}
