package org.dataferry.control.run;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.dataferry.capture.CaptureException;
import org.dataferry.capture.CaptureProcess;
import org.dataferry.capture.DecisionNeededException;
import org.dataferry.schemas.SchemasException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Capture, begun again when its source or Kafka was away for a while: a sync of weeks outlives a restart of the database.
 *
 * <p>A new life goes on from what was acknowledged. If several of them in a row settle nothing, it is no passing fault, and
 * the last one's reason stands.
 */
final class SupervisedCapture implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SupervisedCapture.class);

    /** With the pauses between them, about five minutes: a restart or fail-over of a database is done by then. */
    private static final int MOST_FRUITLESS_LIVES = 15;

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    private final Supplier<CaptureProcess> lives;
    private final Thread watcher =
            Thread.ofPlatform().name("capture-watch").daemon().unstarted(this::watch);
    private final AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();
    private volatile CaptureProcess capture;

    /**
     * @param first a capture that was not started yet
     * @param lives makes the next ones
     */
    SupervisedCapture(CaptureProcess first, Supplier<CaptureProcess> lives) {
        this.lives = lives;
        this.capture = first;
    }

    /** The first start is not tried again: what is wrong then is told at once. */
    void start() {
        capture.start();
        watcher.start();
    }

    /** Throws why capture was given up, if it was. */
    void throwIfFailed() {
        RuntimeException thrown = failure.get();
        if (thrown != null) {
            throw new CaptureException(String.valueOf(thrown.getMessage()), thrown);
        }
    }

    @Override
    public void close() {
        watcher.interrupt();
        try {
            watcher.join(LONGEST_PAUSE);
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
        capture.close();
    }

    private void watch() {
        try {
            int fruitless = 0;
            while (failure.get() == null) {
                Thread.sleep(FIRST_PAUSE);
                RuntimeException broken = broken();
                if (capture.counts().lastLsn() > 0) {
                    fruitless = 0;
                }
                while (isPassing(broken) && ++fruitless <= MOST_FRUITLESS_LIVES) {
                    broken = nextLife(broken, fruitless);
                }
                failure.set(broken);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** What needs a decision of people does not get better by waiting. */
    private static boolean isPassing(@Nullable RuntimeException broken) {
        return broken != null && !(broken instanceof DecisionNeededException);
    }

    /** @return why it could not begin; null if it did */
    private @Nullable RuntimeException nextLife(RuntimeException broken, int attempt) throws InterruptedException {
        Duration pause = pause(attempt);
        LOG.warn("Capture begins again attempt={} pause={} reason={}", attempt, pause, broken.getMessage());
        capture.close();
        Thread.sleep(pause);
        CaptureProcess next = lives.get();
        capture = next;
        try {
            next.start();
            return null;
        } catch (CaptureException | SchemasException stillBroken) {
            return stillBroken;
        }
    }

    private @Nullable RuntimeException broken() {
        try {
            capture.throwIfFailed();
            return null;
        } catch (CaptureException thrown) {
            return thrown;
        }
    }

    private static Duration pause(int attempt) {
        Duration doubled = FIRST_PAUSE.multipliedBy(1L << Math.min(attempt - 1, 10));
        return doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
    }
}
