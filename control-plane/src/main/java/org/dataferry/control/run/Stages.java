package org.dataferry.control.run;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.dataferry.capture.CaptureProcess;
import org.dataferry.capture.CaptureSettings;
import org.dataferry.capture.progress.CaptureListener;
import org.dataferry.capture.source.TableName;
import org.dataferry.control.endpoint.Endpoints;
import org.dataferry.control.endpoint.MigrationFolder;
import org.dataferry.control.ledger.KafkaStageOffsets;
import org.dataferry.control.ledger.LedgerReader;
import org.dataferry.control.ledger.StageOffsets;
import org.dataferry.control.prepare.ExistingIdentities;
import org.dataferry.schemas.avro.ConfluentAvro;
import org.dataferry.schemas.check.KafkaRecordSampler;
import org.dataferry.schemas.check.RegistryCheck;
import org.dataferry.schemas.registry.HttpSchemaRegistry;
import org.dataferry.schemas.registry.SchemaRegistry;
import org.dataferry.schemas.settings.MigrationSettings;
import org.dataferry.schemas.topic.MigrationTopics;
import org.dataferry.schemas.topic.Topic;
import org.dataferry.schemas.topic.TopicCreator;
import org.dataferry.sink.SinkSettings;
import org.dataferry.sink.client.Lane;
import org.dataferry.sink.loop.SinkProcess;
import org.dataferry.transform.TransformProcess;
import org.dataferry.transform.mapping.Mappings;

/** The parts of a run, wired by hand: what is opened here is closed here, in the reverse order. */
final class Stages implements AutoCloseable {

    static final Duration KAFKA_TIMEOUT = Duration.ofSeconds(30);

    /** The emulator is on this machine and answers or dies within moments. */
    private static final Duration EMULATOR_LATE_REQUEST_HOLD = Duration.ofMillis(500);

    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    private final MigrationFolder folder;
    private final Endpoints endpoints;
    private final Mappings mappings;
    private final ConfluentAvro avro;
    private final Admin admin;
    private final StageOffsets offsets;
    private final LedgerReader reader;
    private final SupervisedCapture capture;
    private final TransformProcess transform;
    private final SinkProcess sink;

    private Stages(
            MigrationFolder folder,
            Endpoints endpoints,
            Mappings mappings,
            SchemaRegistry registry,
            CaptureListener listener) {
        this.folder = folder;
        this.endpoints = endpoints;
        this.mappings = mappings;
        this.avro = new ConfluentAvro(registry);
        this.admin = opened(Admin.create(endpoints.kafkaClient()));
        this.offsets = new KafkaStageOffsets(admin, KAFKA_TIMEOUT);
        this.reader = opened(new LedgerReader(topics(), avro, endpoints.kafkaClient(), offsets, KAFKA_TIMEOUT));
        this.sink = opened(new SinkProcess(sinkSettings(), avro, HaltPoints.ofThisProcess()));
        this.transform = opened(new TransformProcess(
                topics(),
                mappings,
                avro,
                endpoints.kafkaClient(),
                folder.state().resolve(MigrationRun.TRANSFORM_STATE),
                settings().limits().transform()));
        this.capture =
                opened(new SupervisedCapture(() -> new CaptureProcess(captureSettings(), listener, Clock.systemUTC())));
    }

    static Stages start(
            MigrationFolder folder, Endpoints endpoints, Mappings mappings, Lane lane, CaptureListener listener)
            throws InterruptedException {
        SchemaRegistry registry = new HttpSchemaRegistry(endpoints.registry());
        Stages stages = new Stages(folder, endpoints, mappings, registry, listener);
        try {
            stages.start(registry, lane);
            return stages;
        } catch (RuntimeException | InterruptedException failed) {
            stages.close();
            throw failed;
        }
    }

    StageOffsets offsets() {
        return offsets;
    }

    LedgerReader reader() {
        return reader;
    }

    /** Whether transform looks for rows that a completed epoch of their table did not bring. */
    boolean isSearching() {
        return transform.isSearching();
    }

    Duration transformCommits() {
        return settings().limits().transform().commitInterval();
    }

    void throwIfFailed() {
        capture.throwIfFailed();
        transform.throwIfFailed();
        sink.throwIfFailed();
    }

    @Override
    public void close() {
        MigrationRun.closeAll(open);
    }

    private void start(SchemaRegistry registry, Lane lane) throws InterruptedException {
        List<Topic> all = MigrationTopicSet.of(topics(), mappings);
        new TopicCreator(admin, KAFKA_TIMEOUT).ensure(all);
        try (KafkaRecordSampler sampler = KafkaRecordSampler.connect(clientMap(), KAFKA_TIMEOUT)) {
            new RegistryCheck(registry, endpoints.registry().url(), sampler)
                    .check(MigrationTopicSet.avro(topics(), mappings));
        }
        if (reader.isBeginning()) {
            new ExistingIdentities(lane, settings(), avro, endpoints.kafkaClient()).publish(mappings.entities());
        }
        sink.start();
        transform.start();
        capture.start();
    }

    private SinkSettings sinkSettings() {
        var limits = settings().limits().sink();
        Duration hold = limits.lateRequestHold();
        if (hold == null) {
            hold = endpoints.target().emulator() ? EMULATOR_LATE_REQUEST_HOLD : limits.requestTimeout();
        }
        return new SinkSettings(
                topics(),
                endpoints.kafkaClient(),
                endpoints.target().endpoint(),
                mappings.entities(),
                mappings.relationships(),
                Set.of(),
                settings().target().keyColumn(),
                settings().target().idColumn(),
                limits,
                hold,
                folder.state().resolve(MigrationRun.SINK_STATE));
    }

    private CaptureSettings captureSettings() {
        return new CaptureSettings(
                topics(),
                clientMap(),
                avro,
                endpoints.source().address(),
                settings().source().name(),
                mappings.tables().stream()
                        .map(table -> new TableName(table.schema(), table.table()))
                        .sorted()
                        .toList(),
                settings().limits().capture(),
                false);
    }

    private Map<String, Object> clientMap() {
        Map<String, Object> client = new HashMap<>();
        Properties properties = endpoints.kafkaClient();
        properties.stringPropertyNames().forEach(name -> client.put(name, properties.getProperty(name)));
        return client;
    }

    private MigrationSettings settings() {
        return folder.settings();
    }

    private MigrationTopics topics() {
        return settings().topics();
    }

    private <T extends AutoCloseable> T opened(T part) {
        open.addFirst(part);
        return part;
    }
}
