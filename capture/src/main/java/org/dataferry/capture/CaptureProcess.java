package org.dataferry.capture;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.dataferry.capture.convert.ConnectToAvro;
import org.dataferry.capture.convert.UnavailableValue;
import org.dataferry.capture.drift.DriftGate;
import org.dataferry.capture.engine.ChangeStream;
import org.dataferry.capture.engine.EngineProperties;
import org.dataferry.capture.engine.EngineRun;
import org.dataferry.capture.engine.StoredOffset;
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
import org.dataferry.capture.resnapshot.Resnapshots;
import org.dataferry.capture.snapshot.ChunkBook;
import org.dataferry.capture.snapshot.InitialSnapshot;
import org.dataferry.capture.snapshot.SnapshotParts;
import org.dataferry.capture.snapshot.SnapshotThread;
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
 * <p>A process that was killed goes on where Kafka has acknowledged; what it delivers again has the same positions. So does
 * the first reading, chunk by chunk; where Debezium does it, it begins again, in a new epoch.
 */
public final class CaptureProcess implements Capture {

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
    private volatile LongSupplier snapshotRows = () -> 0;
    private volatile boolean closed;

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
    @Override
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
        SourceCatalogue catalogue = SourceCatalogue.read(settings.address(), settings.keys());
        Map<TableName, PublishedTable> tables = tables(catalogue);
        EndOffsets endOffsets = topics(tables);
        AckedSender sender = opened(new AckedSender(settings.client(), endOffsets));
        EpochBook epochs = new EpochBook(
                new EpochTopic(settings.topics().captureEpochs(), settings.client(), settings.avro(), sender));
        ChunkBook chunks = new ChunkBook(
                settings.topics().captureChunks(), settings.source(), settings.client(), settings.avro(), sender);
        KnownSource known = new KnownSource(
                settings.source(), settings.topics().captureSource(), settings.client(), settings.avro(), sender);
        OptionalLong base =
                new StartingPoint(settings, session, epochs, chunks, known, sender, clock).prepare(tables.values());
        Publication.ensure(session, settings.names(), tables.keySet());

        UnavailableValue unavailable = UnavailableValue.random(new SecureRandom());
        ConnectToAvro converter = new ConnectToAvro(unavailable, settings.carriedBytes());
        ChangePublisher changes = new ChangePublisher(converter, settings.avro(), sender);
        Properties engine = EngineProperties.of(
                settings.engineName(),
                settings.address(),
                settings.names(),
                tables.keySet(),
                UnsentColumns.of(session, catalogue, settings.tables()),
                unavailable.text(),
                settings.keys(),
                settings.limits(),
                settings.client(),
                settings.topics().captureOffsets());
        Heartbeats heartbeats = new Heartbeats(
                session, settings.names().slot(), settings.limits().heartbeat(), clock, this::fail);
        FencePublisher fences =
                new FencePublisher(settings.source(), settings.topics().fences(), settings.avro(), sender, endOffsets);
        DriftGate gate = opened(gate(session, known, sender, changes));
        gate.start(tables.values(), settings.readsAnew());
        SnapshotParts parts = new SnapshotParts(
                session,
                settings.address(),
                settings.names(),
                tables,
                settings.keys(),
                settings.limits().snapshot(),
                engine,
                converter,
                settings.avro(),
                changes,
                epochs,
                chunks,
                sender,
                listener,
                clock);
        LongConsumer follow = from -> {
            ChangeStream changing = new ChangeStream(tables, epochs, gate, fences, heartbeats, sender, listener, from);
            follow(engine, changing, heartbeats, resnapshots(parts, changing, gate));
        };
        if (base.isPresent()) {
            follow.accept(base.getAsLong());
        } else {
            InitialSnapshot snapshot = new InitialSnapshot(parts);
            opened(new SnapshotThread(snapshot, () -> readAll(snapshot, sender, follow), this::fail))
                    .start();
        }
        LOG.info("Capture started source={} tables={}", settings.source(), tables.size());
    }

    /** From the first row to the first change. */
    private void readAll(InitialSnapshot snapshot, AckedSender sender, LongConsumer follow) {
        snapshotRows = snapshot::rows;
        long start = snapshot.run();
        StoredOffset.write(settings.topics().captureOffsets(), settings.engineName(), start, clock.instant(), sender);
        snapshot.settled();
        listener.snapshotCompleted();
        follow.accept(start);
    }

    private void follow(Properties engine, ChangeStream changes, Heartbeats heartbeats, Resnapshots resnapshots) {
        EngineRun run = opened(new EngineRun(engine, changes, this::fail));
        opened(heartbeats);
        opened(resnapshots);
        stream = changes;
        run.start();
        resnapshots.start();
    }

    private Resnapshots resnapshots(SnapshotParts parts, ChangeStream changing, DriftGate gate) {
        return new Resnapshots(
                parts,
                changing.places(),
                gate,
                settings.sourceLimits().resnapshot(),
                settings.source(),
                settings.topics(),
                settings.client(),
                this::fail);
    }

    private DriftGate gate(SourceSession session, KnownSource known, AckedSender sender, ChangePublisher changes) {
        return DriftGate.of(
                session,
                settings.source(),
                known,
                settings.driftRules(),
                settings.keys(),
                settings.topics(),
                settings.client(),
                settings.avro(),
                sender,
                changes,
                settings.sourceLimits(),
                clock,
                this::fail);
    }

    private void requireNothingInTheWay() {
        List<Obstacle> obstacles =
                new CaptureCheck(settings.address(), settings.names().slot(), settings.keys()).check(settings.tables());
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
        all.add(settings.topics().captureChunks());
        all.add(settings.topics().captureSource());
        all.add(settings.topics().control());
        try (Admin admin = Admin.create(settings.client())) {
            new TopicCreator(admin, KAFKA_TIMEOUT).ensure(all);
            return EndOffsets.read(admin, changes, KAFKA_TIMEOUT);
        }
    }

    @Override
    public CaptureCounts counts() {
        ChangeStream running = stream;
        CaptureCounts followed = running == null ? new CaptureCounts(0, 0) : running.counts();
        return new CaptureCounts(snapshotRows.getAsLong() + followed.changes(), followed.lastLsn());
    }

    @Override
    public void throwIfFailed() {
        RuntimeException thrown = failure.get();
        if (thrown != null) {
            throw new CaptureException(
                    "capture of source '" + settings.source() + "' stopped: " + thrown.getMessage(), thrown);
        }
    }

    private void fail(RuntimeException thrown) {
        // What is closed breaks what still uses it: one connection serves several threads.
        if (!closed && failure.compareAndSet(null, thrown)) {
            LOG.error("Capture stopped source={}", settings.source(), thrown);
        }
    }

    private <T extends AutoCloseable> T opened(T part) {
        synchronized (open) {
            open.add(part);
            if (!closed) {
                return part;
            }
        }
        close();
        throw new CaptureException("capture of source '" + settings.source() + "' was closed while it began");
    }

    /** Stops within seconds; what was sent is acknowledged or comes again at the next start. */
    @Override
    public void close() {
        List<AutoCloseable> parts;
        synchronized (open) {
            closed = true;
            parts = List.copyOf(open).reversed();
            open.clear();
        }
        for (AutoCloseable part : parts) {
            try {
                part.close();
            } catch (Exception failed) {
                LOG.warn("A part of capture did not close cleanly", failed);
            }
        }
    }
}
