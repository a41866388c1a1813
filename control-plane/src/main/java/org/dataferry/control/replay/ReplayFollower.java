package org.dataferry.control.replay;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Follows what people decide about replays by a thread of its own, and begins anew where that fails; for any thread. */
final class ReplayFollower implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ReplayFollower.class);
    private static final Duration LOOK = Duration.ofMillis(200);

    /** After a failure, and where the migration has not run yet. */
    private static final Duration PAUSE = Duration.ofSeconds(2);

    /** Until what was just written down has come back; whoever waits for it has been answered in the topic already. */
    private static final Duration SEEN_PATIENCE = Duration.ofSeconds(5);

    private static final Duration END_PATIENCE = Duration.ofSeconds(5);

    private final ReplayLog log;
    private final Consumer<Map<String, ReplayStory>> eachLook;
    private final Thread thread =
            Thread.ofPlatform().daemon().name("ferry-replays").unstarted(this::run);
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition looked = lock.newCondition();
    private volatile boolean isClosed;
    private volatile @Nullable Map<String, ReplayStory> stories;
    private volatile String trouble = "not yet, ask again in a moment";

    /** @param eachLook is given all by id, the newest first, a few times a second by the thread of this */
    ReplayFollower(ReplayLog log, Consumer<Map<String, ReplayStory>> eachLook) {
        this.log = log;
        this.eachLook = eachLook;
    }

    void start() {
        thread.start();
    }

    /**
     * By id, the newest first.
     *
     * @throws KafkaException if they could not be read yet
     */
    Map<String, ReplayStory> known() {
        Map<String, ReplayStory> known = stories;
        if (known == null) {
            throw new KafkaException("the replays were not read: " + trouble);
        }
        return known;
    }

    /** Returns whether a replay is seen to stand so, at the latest after a moment. */
    boolean awaitSeen(String replayId, Predicate<ReplayStory> standsSo) {
        long nanos = SEEN_PATIENCE.toNanos();
        lock.lock();
        try {
            while (!isSeen(replayId, standsSo) && nanos > 0) {
                nanos = looked.awaitNanos(nanos);
            }
            return isSeen(replayId, standsSo);
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    private boolean isSeen(String replayId, Predicate<ReplayStory> standsSo) {
        Map<String, ReplayStory> known = stories;
        ReplayStory story = known == null ? null : known.get(replayId);
        return story != null && standsSo.test(story);
    }

    private void run() {
        while (!isClosed) {
            try {
                if (log.isThere()) {
                    follow();
                } else {
                    stories = Map.of();
                    Thread.sleep(PAUSE);
                }
            } catch (InterruptedException closing) {
                return;
            } catch (RuntimeException | Error failed) {
                if (!isClosed) {
                    LOG.warn("The replays cannot be read, which is tried again", failed);
                    trouble = String.valueOf(failed.getMessage());
                    pause();
                }
            }
        }
    }

    private void follow() throws InterruptedException {
        try (ReplayWatch watch = log.watch()) {
            while (!isClosed) {
                Map<String, ReplayStory> byId = new LinkedHashMap<>();
                watch.stories().all().forEach(story -> byId.put(story.request().replayId(), story));
                stories = byId;
                signal();
                eachLook.accept(byId);
                Thread.sleep(LOOK);
            }
        }
    }

    private void signal() {
        lock.lock();
        try {
            looked.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns when nothing is looked at any more. */
    @Override
    public void close() {
        isClosed = true;
        thread.interrupt();
        try {
            thread.join(END_PATIENCE);
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }
}
