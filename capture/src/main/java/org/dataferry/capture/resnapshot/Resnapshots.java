package org.dataferry.capture.resnapshot;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.SequencedMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.dataferry.capture.CaptureException;
import org.dataferry.capture.drift.DriftGate;
import org.dataferry.capture.engine.StreamPlaces;
import org.dataferry.capture.journal.ControlWriter;
import org.dataferry.capture.publish.PublishedTable;
import org.dataferry.capture.snapshot.SnapshotParts;
import org.dataferry.capture.source.SourceCatalogue;
import org.dataferry.capture.source.TableName;
import org.dataferry.schemas.control.ControlEvent;
import org.dataferry.schemas.control.RowDifference;
import org.dataferry.schemas.control.SourceEvent;
import org.dataferry.schemas.control.SourceEvent.ResnapshotAsked;
import org.dataferry.schemas.control.SourceEvent.Resnapshotted;
import org.dataferry.schemas.control.SourceEvent.Resnapshotted.Step;
import org.dataferry.schemas.follow.TopicFollower;
import org.dataferry.schemas.settings.ResnapshotLimits;
import org.dataferry.schemas.topic.MigrationTopics;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does what people, or capture itself, ask in {@code control}: reads rows of a table again, one request after the other, in a thread of its own.
 * What a killed process had not finished is begun again at the next start.
 */
public final class Resnapshots implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Resnapshots.class);

    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    /** How often a request is looked for. */
    private static final Duration FOLLOW = Duration.ofMillis(500);

    /** How often it is said how many rows were read. */
    private static final long SAY_NANOS = TimeUnit.SECONDS.toNanos(5);

    /** What is being read breaks off when its thread is interrupted, or with its connection. */
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

    private final SnapshotParts parts;
    private final StreamPlaces places;
    private final DriftGate gate;
    private final ResnapshotLimits limits;
    private final String source;
    private final MigrationTopics topics;
    private final Map<String, Object> client;
    private final ControlWriter writer;
    private final Thread thread;
    private final SequencedMap<String, ResnapshotAsked> open = new LinkedHashMap<>();
    private volatile boolean closing;

    /** @param failed hears why requests cannot be followed any more */
    public Resnapshots(
            SnapshotParts parts,
            StreamPlaces places,
            DriftGate gate,
            ResnapshotLimits limits,
            String source,
            MigrationTopics topics,
            Map<String, Object> client,
            Consumer<RuntimeException> failed) {
        this.parts = parts;
        this.places = places;
        this.gate = gate;
        this.limits = limits;
        this.source = source;
        this.topics = topics;
        this.client = Map.copyOf(client);
        this.writer = new ControlWriter(topics.control(), parts.avro(), parts.sender());
        this.thread = Thread.ofPlatform().name("ferry-resnapshot").daemon().unstarted(() -> run(failed));
    }

    public void start() {
        thread.start();
    }

    private void run(Consumer<RuntimeException> failed) {
        Properties properties = new Properties();
        properties.putAll(client);
        try (TopicFollower<ControlEvent> control =
                TopicFollower.ofControl(topics, parts.avro(), properties, this::take)) {
            control.readToEnd(TIMEOUT);
            while (!closing) {
                if (open.isEmpty()) {
                    Thread.sleep(FOLLOW);
                } else {
                    next();
                }
                control.read();
            }
        } catch (InterruptedException closed) {
            LOG.debug("Requests to read again are not followed any more");
        } catch (RuntimeException broken) {
            if (!closing) {
                failed.accept(broken);
            }
        }
    }

    /** What capture itself asks for has to be done at some time: one whose table is held waits behind the others. */
    private void next() throws InterruptedException {
        ResnapshotAsked asked = open.firstEntry().getValue();
        if (isOwn(asked) && !parts.tables().containsKey(nameOf(asked))) {
            // When it comes back, its rows are asked for anew.
            write(asked, Step.FAILED, RowDifference.NONE, "the table was left out before its rows were read");
        } else if (isOwn(asked) && gate.holds(captured(asked))) {
            open.putLast(asked.resnapshotId(), asked);
            Thread.sleep(FOLLOW);
        } else {
            carryOut(asked);
        }
    }

    private static boolean isOwn(ResnapshotAsked asked) {
        return asked.by().equals(SourceEvent.CAPTURE);
    }

    private void take(ControlEvent event) {
        switch (event) {
            case ResnapshotAsked asked when asked.source().equals(source) -> open.put(asked.resnapshotId(), asked);
            case Resnapshotted went when went.step().isLast() -> open.remove(went.resnapshotId());
            default -> {}
        }
    }

    /** What breaks with the closing is no answer: it is begun again at the next start. */
    private void carryOut(ResnapshotAsked asked) throws InterruptedException {
        LOG.info("Rows are read again table={} where={} why={}", asked.table().qualified(), asked.where(), asked.why());
        RowDifference[] counted = {RowDifference.NONE};
        try {
            Resnapshot.Result result = resnapshot(asked, counted).run(asked.where(), asked.acceptedDeletes());
            switch (result) {
                case Resnapshot.Result.Published(RowDifference rows) -> write(asked, Step.PUBLISHED, rows, "");
                case Resnapshot.Result.Stopped(RowDifference rows, String why) -> write(asked, Step.STOPPED, rows, why);
            }
        } catch (RuntimeException broken) {
            if (closing || Thread.currentThread().isInterrupted() || isOwn(asked)) {
                throw broken;
            }
            LOG.warn("Rows could not be read again table={}", asked.table().qualified(), broken);
            write(asked, Step.FAILED, counted[0], String.valueOf(broken.getMessage()));
        }
    }

    private Resnapshot resnapshot(ResnapshotAsked asked, RowDifference[] counted) {
        PublishedTable table = captured(asked);
        TableName name = nameOf(asked);
        return new Resnapshot(
                parts,
                places,
                gate,
                limits,
                SourceCatalogue.read(parts.address(), parts.keys()).require(name),
                table,
                new TopicReading(client, topics.migration(), parts.avro(), table),
                rows -> {
                    counted[0] = rows;
                    write(asked, Step.COUNTED, rows, "");
                },
                progress(name));
    }

    private static TableName nameOf(ResnapshotAsked asked) {
        return new TableName(asked.table().schema(), asked.table().table());
    }

    private PublishedTable captured(ResnapshotAsked asked) {
        TableName name = nameOf(asked);
        return Optional.ofNullable(parts.tables().get(name))
                .orElseThrow(() -> new CaptureException("table " + name + " is not captured; captured are "
                        + parts.tables().keySet().stream().sorted().toList()));
    }

    private LongConsumer progress(TableName table) {
        long[] said = {System.nanoTime()};
        return rows -> {
            long now = System.nanoTime();
            if (now - said[0] > SAY_NANOS) {
                said[0] = now;
                parts.listener().resnapshot(String.format(Locale.ROOT, "%s: %,d rows read again", table, rows));
            }
        };
    }

    private void write(ResnapshotAsked asked, Step step, RowDifference rows, String text) {
        Resnapshotted event = new Resnapshotted(
                asked.table(),
                asked.resnapshotId(),
                step,
                rows,
                text,
                SourceEvent.CAPTURE,
                "",
                parts.clock().instant());
        writer.write(event);
        if (step.isLast()) {
            open.remove(asked.resnapshotId());
        }
        parts.listener().resnapshot(event.words(event.table().qualified()));
        LOG.info("Rows read again table={} step={} {}", asked.table().qualified(), step, rows);
    }

    @Override
    public void close() {
        closing = true;
        thread.interrupt();
        try {
            if (Thread.currentThread() != thread && !thread.join(CLOSE_TIMEOUT)) {
                LOG.warn("Reading again did not stop in time timeout={}", CLOSE_TIMEOUT);
            }
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }
}
