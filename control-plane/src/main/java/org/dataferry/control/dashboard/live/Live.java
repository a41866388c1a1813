package org.dataferry.control.dashboard.live;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.dataferry.control.status.Look;
import org.dataferry.control.status.SituationText;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the migration about once a second, for all viewers together.
 *
 * <ol>
 *   <li>Viewers cost no looks: what is seen is made once and handed to all.
 *   <li>A viewer that is slow misses looks and never the newest one; nothing waits in a queue.
 *   <li>A look that fails ends nothing. Viewers are told, and it looks again.
 * </ol>
 */
public final class Live implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Live.class);

    /** Of the thread, whose look may wait for Kafka; then it is left to itself. */
    private static final Duration END_PATIENCE = Duration.ofSeconds(5);

    private final Supplier<Look> looks;
    private final StatusView view;
    private final Duration pace;
    private final Runnable eachTime;
    private final Clock clock;
    private final History history = new History();
    private final AtomicLong failures = new AtomicLong();
    private final Thread thread =
            Thread.ofPlatform().daemon().name("ferry-dashboard-looks").unstarted(this::run);
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Condition wanted = lock.newCondition();

    private long sequence;
    private boolean isWanted;
    private boolean closed;
    private @Nullable Snapshot newest;
    private @Nullable String firstTrouble;

    /**
     * @param looks fails with an exception where the migration cannot be looked at now; it is asked by one thread
     * @param more adds to the document what no look tells
     * @param mask leaves out what not everybody may see
     * @param pace from the end of one look to the next
     * @param eachTime is run after each look
     */
    public Live(
            Supplier<Look> looks,
            SituationText words,
            UnaryOperator<ObjectNode> more,
            UnaryOperator<ObjectNode> mask,
            Duration pace,
            Runnable eachTime,
            Clock clock) {
        this.looks = looks;
        this.view = new StatusView(words, more, mask);
        this.pace = pace;
        this.eachTime = eachTime;
        this.clock = clock;
        this.sequence = clock.millis();
    }

    public void start() {
        thread.start();
    }

    public History history() {
        return history;
    }

    /** How often the migration could not be looked at. */
    public long failures() {
        return failures.get();
    }

    /** Empty until the first look has come to its end. */
    public Optional<Snapshot> newest() {
        lock.lock();
        try {
            return Optional.ofNullable(newest);
        } finally {
            lock.unlock();
        }
    }

    /** Why there is nothing to see yet; empty if nothing is known of that. */
    public Optional<String> firstTrouble() {
        lock.lock();
        try {
            return Optional.ofNullable(firstTrouble);
        } finally {
            lock.unlock();
        }
    }

    /** The newest one, once it is newer than that number; empty if none came in that time, or this is closed. */
    public Optional<Snapshot> awaitNewer(long than, Duration patience) throws InterruptedException {
        long nanos = patience.toNanos();
        lock.lock();
        try {
            while (!closed && (newest == null || newest.sequence() <= than)) {
                if (nanos <= 0) {
                    return Optional.empty();
                }
                nanos = changed.awaitNanos(nanos);
            }
            return closed ? Optional.empty() : Optional.ofNullable(newest);
        } finally {
            lock.unlock();
        }
    }

    public boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    /** Looks at once, as somebody has done something. Does not wait for it. */
    public void lookSoon() {
        lock.lock();
        try {
            isWanted = true;
            wanted.signal();
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        while (!isClosed()) {
            try {
                look();
                eachTime.run();
                pause();
            } catch (InterruptedException closing) {
                return;
            }
        }
    }

    private void look() {
        try {
            Look look = looks.get();
            Instant now = clock.instant();
            history.add(Point.of(look, now));
            show(view.of(look, ++sequence, now));
        } catch (RuntimeException | Error failed) {
            // The thread lives on: else viewers would be shown old figures for ever.
            if (!isClosed()) {
                tell(failed);
            }
        }
    }

    private void tell(Throwable failed) {
        failures.incrementAndGet();
        LOG.warn("The migration could not be looked at", failed);
        String trouble = "the migration cannot be looked at: "
                + (failed.getMessage() == null ? failed.getClass().getSimpleName() : failed.getMessage());
        Optional<Snapshot> last = newest();
        if (last.isPresent()) {
            show(view.troubled(last.get(), trouble, ++sequence, clock.instant()));
        } else {
            lock.lock();
            try {
                firstTrouble = trouble;
            } finally {
                lock.unlock();
            }
        }
    }

    private void show(Snapshot snapshot) {
        lock.lock();
        try {
            newest = snapshot;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void pause() throws InterruptedException {
        long nanos = pace.toNanos();
        lock.lock();
        try {
            while (!closed && !isWanted && nanos > 0) {
                nanos = wanted.awaitNanos(nanos);
            }
            isWanted = false;
        } finally {
            lock.unlock();
        }
    }

    /** Lets all who wait go. Returns when the thread looks no more, so that what it looks at may be closed. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
            wanted.signalAll();
        } finally {
            lock.unlock();
        }
        boolean interrupted = Thread.interrupted();
        try {
            if (!thread.join(END_PATIENCE)) {
                thread.interrupt();
                thread.join(END_PATIENCE);
            }
        } catch (InterruptedException hurried) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
