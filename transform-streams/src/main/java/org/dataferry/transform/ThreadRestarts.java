package org.dataferry.transform;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.errors.RetriableException;
import org.dataferry.schemas.registry.RegistryException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides whether a stream thread that died gets a successor.
 *
 * <p>It does if a registry or broker did not answer: nothing is wrong with the data, and the change is taken again from
 * the last commit. Each further death waits twice as long, up to {@link #LONGEST_PAUSE}. Anything else is a fault that
 * would only repeat, and the transform stops where everybody can see it.
 */
final class ThreadRestarts implements AutoCloseable {

    static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

    /** Short enough that nobody has to help once the other side is up again. */
    static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    /** After that much time without a death the next one is the first again. */
    static final Duration CALM = Duration.ofMinutes(2);

    private static final Logger LOG = LoggerFactory.getLogger(ThreadRestarts.class);

    private final Clock clock;
    private final CountDownLatch closed = new CountDownLatch(1);
    private Duration nextPause = FIRST_PAUSE;
    private Instant lastDeath = Instant.MIN;

    ThreadRestarts(Clock clock) {
        this.clock = clock;
    }

    /** Waits out the pause; false if there is to be no successor, also because the transform is being closed. */
    boolean awaitRestart(Throwable thrown) {
        if (!passes(thrown)) {
            return false;
        }
        Duration pause = pause();
        LOG.warn("Transform waits for a server pauseMillis={} because={}", pause.toMillis(), String.valueOf(thrown));
        try {
            return !closed.await(pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    synchronized Duration pause() {
        Instant now = clock.instant();
        if (lastDeath.isBefore(now.minus(CALM))) {
            nextPause = FIRST_PAUSE;
        }
        lastDeath = now;
        Duration pause = nextPause;
        Duration doubled = pause.multipliedBy(2);
        nextPause = doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
        return pause;
    }

    static boolean passes(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof RegistryException || cause instanceof RetriableException) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
