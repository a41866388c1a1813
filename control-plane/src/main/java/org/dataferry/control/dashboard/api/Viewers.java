package org.dataferry.control.dashboard.api;

import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.dataferry.control.dashboard.http.Answer;
import org.dataferry.control.dashboard.http.Problem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who watches. A viewer that takes nothing for too long is dropped; it comes again by itself if it can. */
public final class Viewers {

    private static final Logger LOG = LoggerFactory.getLogger(Viewers.class);

    private final int most;
    private final Duration slow;
    private final LongSupplier nanoTime;
    private final Set<Viewer> viewers = ConcurrentHashMap.newKeySet();
    private final AtomicLong dropped = new AtomicLong();

    /** @param nanoTime as {@link System#nanoTime} */
    public Viewers(int most, Duration slow, LongSupplier nanoTime) {
        this.most = most;
        this.slow = slow;
        this.nanoTime = nanoTime;
    }

    /** One connection; for the thread that writes to it. */
    final class Viewer implements AutoCloseable {
        private final Answer.Connection connection;
        private volatile boolean isWriting;
        private volatile long since;

        private Viewer(Answer.Connection connection) {
            this.connection = connection;
        }

        void write(byte[]... parts) throws IOException {
            since = nanoTime.getAsLong();
            isWriting = true;
            try {
                connection.write(parts);
            } finally {
                isWriting = false;
            }
        }

        private boolean isSlow() {
            return isWriting && nanoTime.getAsLong() - since > slow.toNanos();
        }

        @Override
        public void close() {
            viewers.remove(this);
        }
    }

    /** @throws Problem if there are as many as may be */
    void requireRoom() {
        if (viewers.size() >= most) {
            throw new Problem(
                    503, "too-many-viewers", "as many watch as may at a time; limits.dashboard.viewers says how many");
        }
    }

    Viewer enter(Answer.Connection connection) {
        Viewer viewer = new Viewer(connection);
        viewers.add(viewer);
        return viewer;
    }

    /** To be called now and then. */
    public void dropSlow() {
        for (Viewer viewer : viewers) {
            if (viewer.isSlow() && viewers.remove(viewer)) {
                dropped.incrementAndGet();
                LOG.info("A viewer that took nothing was dropped after={}", slow);
                viewer.connection.abort();
            }
        }
    }

    public int count() {
        return viewers.size();
    }

    /** How many were dropped, as they took nothing. */
    public long dropped() {
        return dropped.get();
    }
}
