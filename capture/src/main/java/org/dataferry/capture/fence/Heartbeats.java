package org.dataferry.capture.fence;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.dataferry.capture.source.SourceSession;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sets a mark in the source's log at a steady pace, so that an idle source's lag is known and its log can be removed. The
 * next mark waits until the last one has come back: marks never pile up before a capture that is behind.
 */
public final class Heartbeats implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Heartbeats.class);

    private final SourceSession session;
    private final String owner;
    private final Duration interval;
    private final Clock clock;
    private final Consumer<RuntimeException> failed;
    private @Nullable Thread thread;
    private @Nullable String awaited;

    /**
     * @param owner written into each mark, as others may capture the same database
     * @param failed hears why no mark can be set any more
     */
    public Heartbeats(
            SourceSession session, String owner, Duration interval, Clock clock, Consumer<RuntimeException> failed) {
        this.session = session;
        this.owner = owner + " ";
        this.interval = interval;
        this.clock = clock;
        this.failed = failed;
    }

    /** Begins; the second time does nothing. */
    public synchronized void start() {
        if (thread == null) {
            thread = Thread.ofVirtual().name("ferry-heartbeats").start(this::run);
        }
    }

    /** A mark came back. Its id if it is one of ours; empty if another capture has set it. */
    public synchronized Optional<String> returned(String content) {
        if (!content.startsWith(owner)) {
            return Optional.empty();
        }
        String id = content.substring(owner.length());
        if (id.equals(awaited)) {
            awaited = null;
        }
        return Optional.of(id);
    }

    private void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                next().ifPresent(id -> session.heartbeat(owner + id));
                Thread.sleep(interval);
            }
        } catch (InterruptedException closed) {
            LOG.debug("Heartbeats stopped");
        } catch (RuntimeException broken) {
            if (!Thread.currentThread().isInterrupted()) {
                failed.accept(broken);
            }
        }
    }

    /** The moment is the id: it differs from all before it, also those of earlier processes, unless the clock is put back. */
    private synchronized Optional<String> next() {
        if (awaited != null) {
            return Optional.empty();
        }
        awaited = Long.toString(clock.millis());
        return Optional.of(awaited);
    }

    @Override
    public synchronized void close() {
        if (thread != null) {
            thread.interrupt();
        }
    }
}
