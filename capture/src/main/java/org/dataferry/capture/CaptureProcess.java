package org.dataferry.capture;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.dataferry.capture.convert.ConnectToAvro;
import org.dataferry.capture.convert.UnavailableValue;
import org.dataferry.capture.drift.DriftGate;
import org.dataferry.capture.engine.ChangeStream;
import org.dataferry.capture.engine.EngineProperties;
import org.dataferry.capture.engine.EngineRun;
import org.dataferry.capture.epoch.EpochBook;
import org.dataferry.capture.epoch.EpochTopic;
import org.dataferry.capture.fence.FencePublisher;
import org.dataferry.capture.fence.Heartbeats;
import org.dataferry.capture.known.KnownSource;
import org.dataferry.capture.log.AckedSender;
import org.dataferry.capture.log.EndOffsets;
import org.dataferry.capture.progress.CaptureCounts;
import org.dataferry.capture.progress.CaptureListener;
import org.dataferry.capture.publish.ChangePublisher;
import org.dataferry.capture.publish.PublishedTable;
import org.dataferry.capture.source.CaptureCheck;
import org.dataferry.capture.source.Obstacle;
import org.dataferry.capture.source.Publication;
import org.dataferry.capture.source.SourceCatalogue;
import org.dataferry.capture.source.SourceSession;
import org.dataferry.capture.source.TableName;
import org.dataferry.schemas.topic.Topic;
import org.dataferry.schemas.topic.TopicCreator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Captures one source: reads all its rows once, then follows its log. Puts the parts together and knows nothing of what
 * they do.
 *
 * <p>A process that was killed goes on where Kafka has acknowledged; what it delivers again has the same positions. If the
 * first reading was cut short it begins again, in a new epoch.
 */
public final class CaptureProcess implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(CaptureProcess.class);

    /** For a process that is just being stopped to let go of the source. */
    private static final Duration HANDOVER = Duration.ofSeconds(10);

    private static final Duration KAFKA_TIMEOUT = Duration.ofSeconds(30);

    private final CaptureSettings settings;
    private final CaptureListener listener;
    private final Clock clock;
    private final AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();
    private final List<AutoCloseable> open = new ArrayList<>();
    private volatile @Nullable ChangeStream stream;
    private volatile boolean closing;

    public CaptureProcess(CaptureSettings settings, CaptureListener listener, Clock clock) {
        this.settings = settings;
        this.listener = listener;
        this.clock = clock;
    }

    /**
     * Returns when capture runs; its snapshot or stream goes on in a thread of its own.
     *
     * @throws CaptureException if the source cannot be captured, or going on where the last process stopped would lose
     *     changes; the message says what the choices are
     */
    public synchronized void start() {
        try {
            startAll();
        } catch (RuntimeException failed) {
            close();
            throw failed;
        }
    }

    private void startAll() {
        SourceSession session = opened(SourceSession.open(settings.address(), settings.names(), HANDOVER));
        requireNothingInTheWay();
        SourceCatalogue catalogue = SourceCatalogue.read(settings.address());
        Map<TableName, PublishedTable> tables = tables(catalogue);
        EndOffsets endOffsets = topics(tables);
        AckedSender sender = opened(new AckedSender(settings.client(), endOffsets));
        EpochBook epochs = new EpochBook(
                new EpochTopic(settings.topics().captureEpochs(), settings.client(), settings.avro(), sender));
        KnownSource known = new KnownSource(
                settings.source(), settings.topics().captureSource(), settings.client(), settings.avro(), sender);
        long base = new StartingPoint(settings, session, epochs, known, sender, clock).prepare(tables.values());
        Publication.ensure(session, settings.names(), tables.keySet());

        UnavailableValue unavailable = UnavailableValue.random(new SecureRandom());
        Heartbeats heartbeats = new Heartbeats(
                session, settings.names().slot(), settings.limits().heartbeat(), clock, this::fail);
        DriftGate gate = opened(gate(session, known, sender, unavailable));
        gate.start(tables.values(), settings.readsAnew());
        ChangeStream changes = new ChangeStream(
                tables,
                epochs,
                gate,
                new FencePublisher(settings.source(), settings.topics().fences(), settings.avro(), sender, endOffsets),
                heartbeats,
                sender,
                listener,
                base);
        EngineRun run = opened(new EngineRun(
                EngineProperties.of(
                        settings.engineName(),
                        settings.address(),
                        settings.names(),
                        tables.keySet(),
                        neverSent(session, catalogue),
                        unavailable.text(),
                        settings.limits(),
                        settings.client(),
                        settings.topics().captureOffsets()),
                changes,
                this::fail));
        opened(heartbeats);
        stream = changes;
        run.start();
        LOG.info("Capture started source={} tables={}", settings.source(), tables.size());
    }

    private DriftGate gate(SourceSession session, KnownSource known, AckedSender sender, UnavailableValue unavailable) {
        return DriftGate.of(
                session,
                settings.source(),
                known,
                settings.driftRules(),
                settings.topics(),
                settings.client(),
                settings.avro(),
                sender,
                new ChangePublisher(new ConnectToAvro(unavailable, settings.carriedBytes()), settings.avro(), sender),
                settings.sourceLimits(),
                clock,
                this::fail);
    }

    private void requireNothingInTheWay() {
        List<Obstacle> obstacles =
                new CaptureCheck(settings.address(), settings.names().slot()).check(settings.tables());
        if (!obstacles.isEmpty()) {
            throw new CaptureException("source '" + settings.source() + "' cannot be captured: "
                    + obstacles.stream().map(Obstacle::message).collect(Collectors.joining("; ")));
        }
    }

    private Map<TableName, PublishedTable> tables(SourceCatalogue catalogue) {
        Map<TableName, PublishedTable> tables = new LinkedHashMap<>();
        for (TableName name : settings.tables()) {
            tables.put(name, PublishedTable.of(settings.source(), catalogue.require(name), settings.topics()));
        }
        return tables;
    }

    private EndOffsets topics(Map<TableName, PublishedTable> tables) {
        List<Topic> changes =
                tables.values().stream().map(PublishedTable::topic).toList();
        List<Topic> all = new ArrayList<>(changes);
        all.add(settings.topics().fences());
        all.add(settings.topics().captureOffsets());
        all.add(settings.topics().captureEpochs());
        all.add(settings.topics().captureSource());
        all.add(settings.topics().control());
        try (Admin admin = Admin.create(settings.client())) {
            new TopicCreator(admin, KAFKA_TIMEOUT).ensure(all);
            return EndOffsets.read(admin, changes, KAFKA_TIMEOUT);
        }
    }

    /** Columns that a snapshot could read and a change would never bring: they would stay as they once were. */
    private List<String> neverSent(SourceSession session, SourceCatalogue catalogue) {
        if (Publication.sendsGeneratedColumns(session)) {
            return List.of();
        }
        List<String> columns = new ArrayList<>();
        for (TableName name : settings.tables()) {
            catalogue.require(name).columns().stream()
                    .filter(column -> column.generated())
                    .forEach(column -> columns.add(name + "." + column.name()));
        }
        if (!columns.isEmpty()) {
            LOG.warn("Generated columns are not captured, this PostgreSQL does not send them columns={}", columns);
        }
        return columns;
    }

    /** What was done since the start. */
    public CaptureCounts counts() {
        ChangeStream running = stream;
        return running == null ? new CaptureCounts(0, 0) : running.counts();
    }

    /** Throws what stopped capture, if anything did. */
    public void throwIfFailed() {
        RuntimeException thrown = failure.get();
        if (thrown != null) {
            throw new CaptureException(
                    "capture of source '" + settings.source() + "' stopped: " + thrown.getMessage(), thrown);
        }
    }

    private void fail(RuntimeException thrown) {
        // What is closed breaks what still uses it: one connection serves several threads.
        if (!closing && failure.compareAndSet(null, thrown)) {
            LOG.error("Capture stopped source={}", settings.source(), thrown);
        }
    }

    private <T extends AutoCloseable> T opened(T part) {
        open.add(part);
        return part;
    }

    /** Stops within seconds; what was sent is acknowledged or comes again at the next start. */
    @Override
    public synchronized void close() {
        closing = true;
        for (AutoCloseable part : open.reversed()) {
            try {
                part.close();
            } catch (Exception failed) {
                LOG.warn("A part of capture did not close cleanly", failed);
            }
        }
        open.clear();
    }
}
