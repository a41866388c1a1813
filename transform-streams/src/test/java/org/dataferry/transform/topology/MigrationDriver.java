package org.dataferry.transform.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.test.TestRecord;
import org.dataferry.schemas.avro.ConfluentAvro;
import org.dataferry.schemas.avro.EntityWriteCodec;
import org.dataferry.schemas.avro.FanOutCodec;
import org.dataferry.schemas.avro.IdentityCodec;
import org.dataferry.schemas.avro.OutcomeCodec;
import org.dataferry.schemas.avro.RecordCodec;
import org.dataferry.schemas.avro.ReplayCodec;
import org.dataferry.schemas.avro.TopicSerde;
import org.dataferry.schemas.change.AsOf;
import org.dataferry.schemas.identity.Identity;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.key.SourceTable;
import org.dataferry.schemas.outcome.Outcome;
import org.dataferry.schemas.outcome.RecordedOutcome;
import org.dataferry.schemas.outcome.RecordedOutcome.Stage;
import org.dataferry.schemas.replay.ReplayCommand;
import org.dataferry.schemas.testing.InMemorySchemaRegistry;
import org.dataferry.schemas.topic.MigrationTopics;
import org.dataferry.schemas.topic.Topic;
import org.dataferry.schemas.write.EntityWrite;
import org.dataferry.schemas.write.FanOut;
import org.dataferry.transform.mapping.EntityMapping;
import org.dataferry.transform.mapping.Mappings;
import org.dataferry.transform.row.ParkedCounts;
import org.dataferry.transform.row.RowLimits;

/** The topology with its topics, as capture and the sink see it. */
final class MigrationDriver implements AutoCloseable {

    static final SourceTable CUSTOMERS = new SourceTable("nw", "public", "customers");
    static final SourceTable CUSTOMERS_2 = new SourceTable("nw", "public", "customers_2");
    static final Instant SINK_CLOCK = Instant.EPOCH;

    static final RowLimits LIMITS = new RowLimits(3, 2);

    final MigrationTopics topics = new MigrationTopics("m", 1, 1);
    final ConfluentAvro avro = new ConfluentAvro(new InMemorySchemaRegistry());
    final TestSource source = new TestSource(avro);

    private final Mappings mappings;
    private final Path directory;
    private final TestFences fences = new TestFences();
    private Set<String> openedStates = Set.of();
    private ParkedCounts parked = new ParkedCounts();
    private TopologyTestDriver driver;
    private final AsOf asOf;
    private int lives;

    MigrationDriver(Path directory, EntityMapping... mappings) {
        this(directory, new Mappings("map-1", List.of(mappings)));
    }

    MigrationDriver(Path directory, Mappings mappings) {
        this(directory, mappings, AsOf.NOW);
    }

    MigrationDriver(Path directory, Mappings mappings, AsOf asOf) {
        this.asOf = asOf;
        this.directory = directory;
        this.mappings = mappings;
        this.driver = newDriver();
    }

    /** A new life with the state of the old one. */
    void restart() {
        TopologyTestDriver old = driver;
        driver = newDriver();
        for (String name : old.getAllStateStores().keySet()) {
            KeyValueStore<Object, Object> store = driver.getKeyValueStore(name);
            try (KeyValueIterator<Object, Object> rows =
                    old.<Object, Object>getKeyValueStore(name).all()) {
                rows.forEachRemaining(row -> store.put(row.key, row.value));
            }
        }
        old.close();
    }

    void change(SourceTable table, TestRecord<byte[], byte[]> record) {
        changeIn(topics.changes(table).name(), record);
    }

    void changeIn(String topic, TestRecord<byte[], byte[]> record) {
        driver.createInputTopic(topic, new ByteArraySerializer(), new ByteArraySerializer())
                .pipeInput(record);
    }

    void outcome(EntityWrite write, Outcome outcome) {
        outcome(new RecordedOutcome(write.id(), write.version(), outcome, Stage.SINK, SINK_CLOCK));
    }

    void outcome(RecordedOutcome outcome) {
        var row = outcome.write().row();
        driver.createInputTopic(
                        topics.outcomes(row.entity()).name(),
                        new StringSerializer(),
                        serde(new OutcomeCodec()).serializer())
                .pipeInput(row.text(), outcome);
    }

    void applied(EntityWrite write) {
        outcome(
                write,
                new Outcome.Applied(
                        write instanceof EntityWrite.DeleteRow ? Outcome.Effect.DELETED : Outcome.Effect.UPDATED));
    }

    /** As the sink says it, and long enough for all who wait for it. */
    void identity(RowId row, Identity identity) {
        driver.createInputTopic(
                        topics.identities().name(),
                        new StringSerializer(),
                        serde(new IdentityCodec()).serializer())
                .pipeInput(row.text(), identity);
        pass(RowsProcessor.TURN);
    }

    void replay(ReplayCommand command) {
        driver.createInputTopic(
                        topics.replays().name(),
                        new StringSerializer(),
                        serde(new ReplayCodec()).serializer())
                .pipeInput(command.key().text(), command);
    }

    void openStatesOf(String entity) {
        openedStates = Set.of(entity);
        pass(RowsProcessor.TURN);
    }

    /** A fence that was set after everything so far. */
    void passFence() {
        fences.pass();
        pass(RowsProcessor.TURN);
    }

    /** Those that are under way. */
    int searches() {
        int searches = 0;
        KeyValueStore<String, String> store = driver.getKeyValueStore(MigrationTopology.SEARCHES);
        try (KeyValueIterator<String, String> underway = store.all()) {
            while (underway.hasNext()) {
                underway.next();
                searches++;
            }
        }
        return searches;
    }

    void pass(Duration time) {
        driver.advanceWallClockTime(time);
    }

    List<FanOut> fanOuts() {
        return read(topics.fanOuts(), new FanOutCodec()).stream()
                .map(record -> {
                    if (record.value() instanceof FanOut.Announced announced) {
                        assertThat(record.key())
                                .isEqualTo(announced.change().key().text());
                    }
                    return record.value();
                })
                .toList();
    }

    List<EntityWrite> writes(String entity) {
        return read(topics.writes(entity), new EntityWriteCodec()).stream()
                .map(record -> {
                    assertThat(record.key()).isEqualTo(record.value().row().text());
                    return record.value();
                })
                .toList();
    }

    EntityWrite write(String entity) {
        List<EntityWrite> writes = writes(entity);
        assertThat(writes).hasSize(1);
        return writes.getFirst();
    }

    /** What transform itself settled. */
    List<RecordedOutcome> outcomes(String entity) {
        return read(topics.outcomes(entity), new OutcomeCodec()).stream()
                .map(record -> {
                    assertThat(record.key())
                            .isEqualTo(record.value().write().row().text());
                    return record.value();
                })
                .toList();
    }

    /** What transform says of rows that are not in the target. */
    List<Map.Entry<RowId, Identity>> identities() {
        return read(topics.identities(), new IdentityCodec()).stream()
                .map(record -> Map.entry(RowId.parse(record.key()), record.value()))
                .toList();
    }

    List<TestRecord<byte[], byte[]>> deadLetters() {
        return driver.createOutputTopic(
                        topics.deadLetters().name(), new ByteArrayDeserializer(), new ByteArrayDeserializer())
                .readRecordsToList();
    }

    /** How many rows of each entity wait for another row, as would be reported at a fence. */
    Map<String, Long> parked() {
        return parked.counts().get(0);
    }

    @Override
    public void close() {
        driver.close();
    }

    private <T> List<TestRecord<String, T>> read(Topic topic, RecordCodec<T> codec) {
        return driver.createOutputTopic(
                        topic.name(), new StringDeserializer(), serde(codec).deserializer())
                .readRecordsToList();
    }

    private <T> TopicSerde<T> serde(RecordCodec<T> codec) {
        return new TopicSerde<>(avro, codec);
    }

    private TopologyTestDriver newDriver() {
        parked = new ParkedCounts();
        Properties properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, topics.transformApplication());
        properties.put(
                StreamsConfig.STATE_DIR_CONFIG,
                directory.resolve("life-" + ++lives).toString());
        properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        return new TopologyTestDriver(
                MigrationTopology.build(
                        topics, mappings, avro, fences, () -> openedStates, parked, LIMITS, CommitTimes.NONE, asOf),
                properties);
    }
}
