package org.dataferry.capture.engine;

import io.debezium.embedded.Connect;
import io.debezium.engine.DebeziumEngine;
import io.debezium.engine.RecordChangeEvent;
import io.debezium.engine.format.ChangeEventFormat;
import java.io.IOException;
import java.time.Duration;
import java.util.Properties;
import java.util.function.Consumer;
import org.apache.kafka.connect.source.SourceRecord;
import org.dataferry.capture.CaptureException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One run of Debezium's engine in a thread of its own. It ends when it is closed or fails; it never starts anew by itself. */
public final class EngineRun implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EngineRun.class);

    /** The batch in hand is sent and acknowledged, connections are closed; a snapshot's query is not waited for. */
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(8);

    /** Debezium cannot be stopped in the moment in which it starts its task. */
    private static final Duration STARTING_PAUSE = Duration.ofMillis(50);

    private final DebeziumEngine<RecordChangeEvent<SourceRecord>> engine;
    private final Consumer<RuntimeException> failed;
    private final Thread thread;
    private volatile boolean closing;

    /** @param failed hears why the engine ended, unless it was closed */
    public EngineRun(Properties properties, ChangeStream stream, Consumer<RuntimeException> failed) {
        this.failed = failed;
        this.engine = DebeziumEngine.create(ChangeEventFormat.of(Connect.class))
                .using(properties)
                .notifying((batch, committer) -> {
                    try {
                        stream.handleBatch(batch, committer);
                    } catch (RuntimeException broken) {
                        // At once: the engine says so only when it has stopped, seconds later.
                        fail(EngineFailures.explain(null, broken));
                        throw broken;
                    }
                })
                .using((success, message, error) -> fail(EngineFailures.explain(message, error)))
                .build();
        this.thread = Thread.ofPlatform().name("ferry-capture").daemon().unstarted(engine);
    }

    /** Begins, unless it was closed before. */
    public synchronized void start() {
        if (!closing) {
            thread.start();
        }
    }

    /** What a stop interrupts is no failure: it comes again at the next start. */
    private void fail(RuntimeException why) {
        if (!closing) {
            failed.accept(why);
        }
    }

    /** Returns when the engine has ended, at most after {@link #CLOSE_TIMEOUT}. */
    @Override
    public void close() {
        synchronized (this) {
            closing = true;
            if (thread.getState() == Thread.State.NEW) {
                return;
            }
        }
        Thread closer = Thread.ofVirtual().name("ferry-capture-close").start(this::closeEngine);
        try {
            boolean ended = thread.join(CLOSE_TIMEOUT) && closer.join(STARTING_PAUSE);
            if (!ended) {
                LOG.warn("The engine did not stop in time timeout={}", CLOSE_TIMEOUT);
                thread.interrupt();
                closer.interrupt();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new CaptureException("interrupted while the engine stops", interrupted);
        }
    }

    private void closeEngine() {
        while (thread.isAlive()) {
            try {
                engine.close();
                return;
            } catch (IllegalStateException startingOrEnded) {
                try {
                    Thread.sleep(STARTING_PAUSE);
                } catch (InterruptedException late) {
                    return;
                }
            } catch (IOException failed) {
                LOG.warn("The engine did not stop cleanly", failed);
                return;
            }
        }
    }
}
