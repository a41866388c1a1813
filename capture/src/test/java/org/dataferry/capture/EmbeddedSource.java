package org.dataferry.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.dataferry.capture.drift.DriftRule;
import org.dataferry.capture.progress.CaptureListener;
import org.dataferry.capture.source.DeclaredKeys;
import org.dataferry.capture.source.ReplicationNames;
import org.dataferry.capture.source.SourceAddress;
import org.dataferry.capture.source.TableName;
import org.dataferry.embedded.EmbeddedEndpoints;
import org.dataferry.embedded.EmbeddedServers;
import org.dataferry.embedded.EmbeddedSettings;
import org.dataferry.embedded.Ownership;
import org.dataferry.embedded.PostgresEndpoint;
import org.dataferry.embedded.ServerKind;
import org.dataferry.schemas.avro.ConfluentAvro;
import org.dataferry.schemas.avro.ControlCodec;
import org.dataferry.schemas.avro.FenceCodec;
import org.dataferry.schemas.avro.TopicSerde;
import org.dataferry.schemas.change.ChangeEvent;
import org.dataferry.schemas.control.ControlEvent;
import org.dataferry.schemas.control.SourceEvent;
import org.dataferry.schemas.envelope.EnvelopeReader;
import org.dataferry.schemas.fence.FenceEvent;
import org.dataferry.schemas.key.SourceTable;
import org.dataferry.schemas.registry.Compatibility;
import org.dataferry.schemas.registry.HttpSchemaRegistry;
import org.dataferry.schemas.registry.RegistryEndpoint;
import org.dataferry.schemas.settings.LimitSettings;
import org.dataferry.schemas.settings.ResnapshotLimits;
import org.dataferry.schemas.settings.SnapshotSettings;
import org.dataferry.schemas.settings.SourceLimits;
import org.dataferry.schemas.topic.MigrationTopics;
import org.dataferry.schemas.topic.Topic;

/** A database and a migration of its own on real servers, which all tests of a JVM share. */
final class EmbeddedSource {

    static final String SOURCE = "erp";
    static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration HEARTBEAT = Duration.ofMillis(200);
    private static final int PARTITIONS = 3;
    private static final AtomicInteger COUNT = new AtomicInteger();
    private static SourceAddress previous;

    private static final class Running {
        static final EmbeddedEndpoints ENDPOINTS = start();
    }

    final SourceAddress address;
    final MigrationTopics topics;
    final ConfluentAvro avro;
    final Map<String, Object> client;
    final String registry;
    private final EnvelopeReader reader;

    /** What holds for tables whose schema drifts. */
    Map<TableName, DriftRule> rules = Map.of();

    /** Of tables without a primary key. */
    DeclaredKeys keys = DeclaredKeys.NONE;

    /** Of reading rows of a table again. */
    ResnapshotLimits again = ResnapshotLimits.defaults();

    /** How to go on where that needs a decision. */
    Optional<GapDecision> decision = Optional.empty();

    private EmbeddedSource(SourceAddress address, String migration, String kafka, String registry) {
        this.address = address;
        this.registry = registry;
        this.topics = new MigrationTopics(migration, 1, PARTITIONS);
        this.client = Map.of("bootstrap.servers", kafka);
        this.avro = new ConfluentAvro(new HttpSchemaRegistry(RegistryEndpoint.of(registry)));
        this.reader = new EnvelopeReader(migration, avro);
    }

    /** One that another process has made. */
    static EmbeddedSource of(SourceAddress address, String migration, String kafka, String registry) {
        return new EmbeddedSource(address, migration, kafka, registry);
    }

    /** A migration of its own from a server of the test. */
    static EmbeddedSource on(SourceAddress address) {
        return of(
                address,
                "migration" + COUNT.incrementAndGet(),
                Running.ENDPOINTS.kafka().orElseThrow(),
                Running.ENDPOINTS.registry().orElseThrow().toString());
    }

    /** The same migration, whose source is elsewhere now. */
    EmbeddedSource at(SourceAddress other) {
        return of(other, topics.migration(), client.get("bootstrap.servers").toString(), registry);
    }

    private static EmbeddedEndpoints start() {
        try {
            Path directory = Files.createTempDirectory("capture-it");
            EmbeddedServers servers = EmbeddedServers.start(
                    new EmbeddedSettings(
                            directory,
                            EnumSet.of(ServerKind.KAFKA, ServerKind.REGISTRY, ServerKind.SOURCE_POSTGRES),
                            Ownership.OWNED_BY_THIS_PROCESS),
                    (server, text) -> {});
            Runtime.getRuntime()
                    .addShutdownHook(new Thread(() -> EmbeddedServers.discard(directory, (server, text) -> {})));
            return servers.endpoints();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static EmbeddedSource create(String... statements) throws SQLException {
        if (previous != null) {
            // The server has ten slots, and only in its own database can one be dropped.
            SourceServer.execute(
                    previous,
                    "SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots"
                            + " WHERE NOT active AND database = current_database()");
        }
        PostgresEndpoint server = Running.ENDPOINTS.source().orElseThrow();
        String name = "migration" + COUNT.incrementAndGet();
        SourceServer.execute(
                new SourceAddress(server.jdbcUrl(), server.user(), server.password()), "CREATE DATABASE " + name);
        SourceAddress address = new SourceAddress(
                "jdbc:postgresql://%s:%d/%s".formatted(server.host(), server.port(), name),
                server.user(),
                server.password());
        previous = address;
        SourceServer.execute(address, statements);
        return of(
                address,
                name,
                Running.ENDPOINTS.kafka().orElseThrow(),
                Running.ENDPOINTS.registry().orElseThrow().toString());
    }

    CaptureProcess process(CaptureListener listener, String... tables) {
        return process(listener, false, tables);
    }

    CaptureProcess process(CaptureListener listener, boolean resnapshot, String... tables) {
        LimitSettings.Capture defaults = LimitSettings.defaults().capture();
        return process(
                new LimitSettings.Capture(13, 64, defaults.pollInterval(), HEARTBEAT), listener, resnapshot, tables);
    }

    /** With batches as they are by default. */
    CaptureProcess process(SnapshotSettings snapshot, CaptureListener listener, String... tables) {
        LimitSettings.Capture defaults = LimitSettings.defaults().capture();
        return process(
                new LimitSettings.Capture(
                        defaults.batchSize(), defaults.queueSize(), defaults.pollInterval(), HEARTBEAT, snapshot),
                listener,
                false,
                tables);
    }

    /** Writes no heartbeats, which are transactions too. */
    CaptureProcess processWithoutHeartbeats(CaptureListener listener, String... tables) {
        LimitSettings.Capture defaults = LimitSettings.defaults().capture();
        return process(
                new LimitSettings.Capture(13, 64, defaults.pollInterval(), Duration.ofDays(1)),
                listener,
                false,
                tables);
    }

    private CaptureProcess process(
            LimitSettings.Capture limits, CaptureListener listener, boolean resnapshot, String... tables) {
        List<TableName> names = List.of(tables).stream().map(TableName::parse).toList();
        return new CaptureProcess(
                new CaptureSettings(
                        topics,
                        client,
                        avro,
                        address,
                        SOURCE,
                        names,
                        limits,
                        1_000_000,
                        resnapshot,
                        new SourceLimits(Duration.ofMillis(500), Duration.ofSeconds(15), again),
                        rules,
                        decision,
                        keys),
                listener,
                Clock.systemUTC());
    }

    String slot() {
        return ReplicationNames.of(topics.migration(), SOURCE).slot();
    }

    /** Takes the role of a process that runs; {@code start} returns when changes are followed. */
    CaptureProcess start(String... tables) throws InterruptedException {
        AtomicInteger streaming = new AtomicInteger();
        CaptureProcess process = process(
                new CaptureListener() {
                    @Override
                    public void streaming() {
                        streaming.incrementAndGet();
                    }
                },
                tables);
        process.start();
        await(process, () -> streaming.get() > 0);
        return process;
    }

    static void await(Capture process, BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            process.throwIfFailed();
            assertThat(System.nanoTime()).as("patience").isLessThan(deadline);
            Thread.sleep(5);
        }
    }

    void execute(String... statements) throws SQLException {
        SourceServer.execute(address, statements);
    }

    /** What was read of a change topic, with the partition that it stood in. */
    record Read(int partition, EnvelopeReader.Content content) {}

    List<Read> contents(String table) {
        SourceTable name = SourceTable.parse(SOURCE, table);
        Topic topic = topics.changes(name);
        List<Read> contents = new ArrayList<>();
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(client, new StringDeserializer(), new ByteArrayDeserializer())) {
            readAll(
                    consumer,
                    topic,
                    record -> contents.add(new Read(
                            record.partition(), reader.read(name, record.key(), record.value(), record.headers()))));
        }
        return contents;
    }

    /** The events of a table; in the order of each key. */
    List<ChangeEvent> events(String table) {
        return contents(table).stream()
                .map(Read::content)
                .filter(EnvelopeReader.Content.Event.class::isInstance)
                .map(content -> ((EnvelopeReader.Content.Event) content).event())
                .toList();
    }

    List<ChangeEvent> awaitEvents(Capture process, String table, int count) throws InterruptedException {
        List<List<ChangeEvent>> last = new ArrayList<>();
        await(process, () -> {
            last.add(events(table));
            return last.getLast().size() >= count;
        });
        assertThat(last.getLast()).hasSize(count);
        return last.getLast();
    }

    List<FenceEvent> fences() {
        List<FenceEvent> fences = new ArrayList<>();
        var deserializer = new TopicSerde<>(avro, new FenceCodec()).deserializer();
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(client, new StringDeserializer(), new ByteArrayDeserializer())) {
            readAll(
                    consumer,
                    topics.fences(),
                    record -> fences.add(deserializer.deserialize(record.topic(), record.value())));
        }
        return fences;
    }

    /** Takes the role of somebody who asks that rows are read again. */
    void readAgain(String id, String table, String where, long acceptedDeletes) throws Exception {
        decide(new SourceEvent.ResnapshotAsked(
                SourceTable.parse(SOURCE, table), id, where, acceptedDeletes, "ann", "a test", Instant.now()));
    }

    /** How far it is with what was asked. */
    List<SourceEvent.Resnapshotted> steps(String id) {
        return decisions(SourceEvent.Resnapshotted.class).stream()
                .filter(step -> step.resnapshotId().equals(id))
                .toList();
    }

    /** From now on the log tells nothing of a table. */
    void leaveOut(String table) throws SQLException {
        execute("ALTER PUBLICATION \"" + slot() + "\" DROP TABLE " + table);
    }

    /** From now on the log tells of a table again. */
    void takeIn(String table) throws SQLException {
        execute("ALTER PUBLICATION \"" + slot() + "\" ADD TABLE " + table);
    }

    /** What was recorded of the source's schema. */
    List<SourceEvent.Drifted> drifts() {
        return decisions(SourceEvent.Drifted.class);
    }

    /** What was written down of the source. */
    <T extends SourceEvent> List<T> decisions(Class<T> kind) {
        List<T> decisions = new ArrayList<>();
        var deserializer = new TopicSerde<>(avro, new ControlCodec()).deserializer();
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(client, new StringDeserializer(), new ByteArrayDeserializer())) {
            readAll(consumer, topics.control(), record -> {
                ControlEvent event = deserializer.deserialize(record.topic(), record.value());
                if (kind.isInstance(event)) {
                    decisions.add(kind.cast(event));
                }
            });
        }
        return decisions;
    }

    /** Takes the role of somebody who accepts what a table has become. */
    void accept(String table) throws Exception {
        decide(DriftIT.acceptance(SourceTable.parse(SOURCE, table)));
    }

    void decide(SourceEvent decision) throws Exception {
        try (KafkaProducer<String, ControlEvent> producer = new KafkaProducer<>(
                client, new StringSerializer(), new TopicSerde<>(avro, new ControlCodec()).serializer())) {
            producer.send(new ProducerRecord<>(topics.control().name(), decision))
                    .get();
        }
    }

    /** From now on the registry takes every form of a table's changes. */
    void anyForm(String table) {
        new HttpSchemaRegistry(RegistryEndpoint.of(registry))
                .setCompatibility(
                        topics.changes(SourceTable.parse(SOURCE, table)).valueSubject(), Compatibility.NONE);
    }

    /** The dead letters, as text, and why they are. */
    Map<String, String> letters() {
        Map<String, String> letters = new java.util.TreeMap<>();
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(client, new StringDeserializer(), new ByteArrayDeserializer())) {
            readAll(
                    consumer,
                    topics.deadLetters(),
                    record -> letters.put(
                            new String(record.value(), java.nio.charset.StandardCharsets.UTF_8),
                            org.dataferry.schemas.topic.DeadLetters.text(
                                            record.headers(), org.dataferry.schemas.topic.DeadLetters.REASON)
                                    .orElse("")));
        }
        return letters;
    }

    private static void readAll(
            KafkaConsumer<String, byte[]> consumer,
            Topic topic,
            java.util.function.Consumer<org.apache.kafka.clients.consumer.ConsumerRecord<String, byte[]>> each) {
        List<TopicPartition> partitions = new ArrayList<>();
        for (int partition = 0; partition < topic.partitions(); partition++) {
            partitions.add(new TopicPartition(topic.name(), partition));
        }
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            consumer.poll(Duration.ofMillis(100)).forEach(each);
        }
    }
}
