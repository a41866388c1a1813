package org.dataferry.control.dashboard.api;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.dataferry.control.ControlException;
import org.dataferry.control.NotAsShownException;
import org.dataferry.control.dashboard.http.Problem;
import org.dataferry.schemas.SchemasException;
import org.dataferry.schemas.settings.SettingsException;

/** Lets people decide one after the other, so that each sees what the one before has decided. */
final class OneAtATime {

    /** Of one who acts while somebody else's action waits for Kafka; shorter than browsers and proxies wait. */
    static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Duration patience;
    private final String other;

    /** Lets a virtual thread that waits go off its carrier, as a monitor of Java 21 does not. */
    private final ReentrantLock lock = new ReentrantLock();

    /** @param other what others wait for, such as {@code another action} */
    OneAtATime(Duration patience, String other) {
        this.patience = patience;
        this.other = other;
    }

    /** @throws Problem if it is not done, which says why */
    <T> T decide(Supplier<T> decision) {
        requireTurn();
        try {
            return told(decision);
        } finally {
            lock.unlock();
        }
    }

    /** What is wrong with a request to do something becomes its answer. */
    static <T> T told(Supplier<T> asked) {
        return told(asked, "it was not written down, so it is not done: ");
    }

    /** The same of a request that only looks. */
    static <T> T read(Supplier<T> asked) {
        return told(asked, "it cannot be read now, as Kafka or the registry does not answer; try again: ");
    }

    private static <T> T told(Supplier<T> asked, String whileAway) {
        try {
            return asked.get();
        } catch (SettingsException wrong) {
            throw new Problem(400, "refused", said(wrong));
        } catch (NotAsShownException changed) {
            throw Problem.notAsShown(said(changed), changed.shown(), changed.now());
        } catch (ControlException notNow) {
            throw new Problem(409, "not-now", said(notNow));
        } catch (KafkaException | SchemasException away) {
            throw new Problem(503, "log-away", whileAway + said(away));
        }
    }

    private void requireTurn() {
        boolean mine = false;
        try {
            mine = lock.tryLock(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
        if (!mine) {
            throw new Problem(503, "busy", other + " is not written down yet, so this one is not done; try again");
        }
    }

    private static String said(RuntimeException thrown) {
        return thrown.getMessage() == null ? thrown.getClass().getSimpleName() : thrown.getMessage();
    }
}
