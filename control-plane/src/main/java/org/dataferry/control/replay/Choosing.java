package org.dataferry.control.replay;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.dataferry.control.ControlException;
import org.dataferry.control.RefusedException;

/**
 * Looks for what people choose, which may take minutes, while they ask again and again for a few seconds each. All who ask
 * the same wait for the same search; what it has found is kept for a while, so that what somebody was shown is what is sent.
 *
 * @param <C> what is asked for; equal if the same is meant
 */
public final class Choosing<C, F> implements AutoCloseable {

    /** Searches and what they have found; each may be large. */
    private static final int MOST = 4;

    /** How long a second click, a second operator or a client that tries again means what was taken, and not more of it. */
    private static final Duration AGAIN = Duration.ofMinutes(1);

    private final Function<C, F> search;
    private final Duration limit;
    private final Duration kept;
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofPlatform().daemon().name("ferry-choosing-", 0).factory());
    private final ScheduledExecutorService limits = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("ferry-choosing-limits").factory());
    private final ReentrantLock lock = new ReentrantLock();

    /** The oldest first. */
    private final Map<C, Search<F>> searches = new LinkedHashMap<>();

    /** When, in nanoseconds; until it is shown again or as much time has passed that somebody means it anew. */
    private final Map<C, Long> taken = new HashMap<>();

    /** What somebody has taken and is not done with. */
    private final Set<C> inUse = new HashSet<>();

    private static final class Search<F> {
        private final Future<F> found;
        private final long begunAt = System.nanoTime();
        private volatile boolean isShown;

        /** Under the lock. */
        private boolean isTaken;

        private Search(Future<F> found) {
            this.found = found;
        }

        private boolean isKept(Duration kept) {
            return !found.isDone() || System.nanoTime() - begunAt <= kept.toNanos();
        }
    }

    /**
     * @param search is interrupted at its limit
     * @param limit how long it may take
     * @param kept from the beginning of a search, how long what it found may still be sent
     */
    public Choosing(Function<C, F> search, Duration limit, Duration kept) {
        this.search = search;
        this.limit = limit;
        this.kept = kept;
    }

    /**
     * What is there now, to be shown. Empty while it is looked for; then ask again.
     *
     * @throws RefusedException if too much is looked for
     */
    public Optional<F> look(C choice, Duration wait) throws InterruptedException {
        Search<F> found = searchOf(choice, false);
        Optional<F> shown = await(choice, found, wait);
        found.isShown = shown.isPresent();
        if (found.isShown) {
            mayBeTaken(choice);
        }
        return shown;
    }

    /**
     * Does something with the same, as it was shown last if that was not long ago; it is not kept any longer. Of all who want
     * it at a time one does it, and whoever comes after that has to look first.
     *
     * @param use where it fails, others may
     * @return what came of it; empty while it is looked for, then ask again
     * @throws RefusedException if somebody else does it, or has just done it
     */
    public <R> Optional<R> take(C choice, Duration wait, Function<F, R> use) throws InterruptedException {
        Search<F> one = searchOf(choice, true);
        Optional<F> found = await(choice, one, wait);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        claim(choice, one);
        boolean isDone = false;
        try {
            R result = use.apply(found.get());
            isDone = true;
            return Optional.of(result);
        } finally {
            letGo(choice, one, isDone);
        }
    }

    private void claim(C choice, Search<F> one) {
        lock.lock();
        try {
            requireNotTaken(choice);
            if (one.isTaken) {
                throw takenBefore();
            }
            one.isTaken = true;
            inUse.add(choice);
            searches.remove(choice, one);
        } finally {
            lock.unlock();
        }
    }

    private void letGo(C choice, Search<F> one, boolean isDone) {
        lock.lock();
        try {
            inUse.remove(choice);
            one.isTaken = isDone;
            if (isDone) {
                taken.put(choice, System.nanoTime());
            }
        } finally {
            lock.unlock();
        }
    }

    private void mayBeTaken(C choice) {
        lock.lock();
        try {
            taken.remove(choice);
        } finally {
            lock.unlock();
        }
    }

    private void requireNotTaken(C choice) {
        taken.values().removeIf(at -> System.nanoTime() - at > AGAIN.toNanos());
        if (inUse.contains(choice) || taken.containsKey(choice)) {
            throw takenBefore();
        }
    }

    private static RefusedException takenBefore() {
        return new RefusedException(
                "just these rows are sent already, as somebody asked for them a moment ago, so they are"
                        + " not sent twice; to send them once more, look at the preview again first");
    }

    private Search<F> searchOf(C choice, boolean asShown) {
        lock.lock();
        try {
            searches.values().removeIf(one -> !one.isKept(kept));
            if (asShown) {
                requireNotTaken(choice);
            }
            Search<F> known = searches.get(choice);
            if (known != null && (asShown || !known.isShown)) {
                return known;
            }
            searches.remove(choice);
            makeRoom();
            Search<F> fresh = new Search<>(threads.submit(() -> search.apply(choice)));
            limits.schedule(() -> fresh.found.cancel(true), limit.toMillis(), TimeUnit.MILLISECONDS);
            searches.put(choice, fresh);
            return fresh;
        } finally {
            lock.unlock();
        }
    }

    private void makeRoom() {
        while (searches.size() >= MOST) {
            C oldest = searches.entrySet().stream()
                    .filter(one -> one.getValue().found.isDone())
                    .map(Map.Entry::getKey)
                    .findFirst()
                    .orElseThrow(() -> new RefusedException(
                            "rows of " + MOST + " other choices are looked for already; try again in a moment"));
            searches.remove(oldest);
        }
    }

    private Optional<F> await(C choice, Search<F> one, Duration wait) throws InterruptedException {
        try {
            return Optional.of(one.found.get(wait.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException stillLooking) {
            return Optional.empty();
        } catch (CancellationException tooLong) {
            forget(choice, one);
            throw new ControlException(
                    "the rows were not found, and mapped, within " + limit.toSeconds()
                            + " seconds (limits.replay.choosing); narrow the choice, or use ferry replay",
                    tooLong);
        } catch (ExecutionException failed) {
            forget(choice, one);
            if (failed.getCause() instanceof RuntimeException known) {
                throw known;
            }
            throw new ControlException("the rows could not be looked for: " + failed.getCause(), failed.getCause());
        }
    }

    private void forget(C choice, Search<F> one) {
        lock.lock();
        try {
            searches.remove(choice, one);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
        limits.shutdownNow();
    }
}
