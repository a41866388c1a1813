package org.dataferry.control.whole;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;
import org.dataferry.capture.source.SourceCatalogue;
import org.dataferry.control.prepare.Blueprint;
import org.dataferry.control.prepare.Preparation;
import org.dataferry.control.prepare.PrepareStep;
import org.dataferry.control.soak.invariant.SoakLog;
import org.dataferry.control.soak.invariant.SourceModel;
import org.dataferry.control.soak.invariant.TargetContent;
import org.dataferry.control.soak.scenario.Application;
import org.dataferry.control.soak.scenario.RandomScenario;
import org.dataferry.control.soak.scenario.RowMapping;
import org.dataferry.control.soak.scenario.Scenario;
import org.dataferry.control.soak.scenario.Table;
import org.dataferry.control.source.Catalogues;
import org.dataferry.schemas.avro.ConfluentAvro;
import org.dataferry.schemas.avro.FenceCodec;
import org.dataferry.schemas.avro.RecordCodec;
import org.dataferry.schemas.avro.ReplayCodec;
import org.dataferry.schemas.avro.TopicSerde;
import org.dataferry.schemas.fence.FenceEvent;
import org.dataferry.schemas.key.SourceKey;
import org.dataferry.schemas.key.SourceTable;
import org.dataferry.schemas.replay.ReplayCommand;
import org.dataferry.schemas.settings.ChangedPolicy;
import org.dataferry.schemas.settings.LimitSettings;
import org.dataferry.schemas.settings.TargetSettings;
import org.dataferry.schemas.testing.InMemoryLog;
import org.dataferry.schemas.testing.InMemorySchemaRegistry;
import org.dataferry.schemas.topic.MigrationTopics;
import org.dataferry.schemas.topic.RowPartitioner;
import org.dataferry.schemas.topic.Topic;
import org.dataferry.sink.client.Lane;
import org.dataferry.sink.client.metadata.ColumnType;
import org.dataferry.sink.client.metadata.NewColumn;
import org.dataferry.sink.client.metadata.NewTable;
import org.dataferry.sink.client.testing.ManualClock;
import org.dataferry.sink.identity.IdentityStore;
import org.dataferry.sink.loop.SimulatedChance;
import org.dataferry.sink.loop.SimulatedDataverse;
import org.dataferry.sink.loop.SimulatedSink;
import org.dataferry.transform.SimulatedTransform;
import org.dataferry.transform.mapping.Mappings;
import org.dataferry.transform.row.RowLimits;

/**
 * A whole migration in one thread, all of it random and from one seed: the tables, the mappings, the application at the
 * source, the order in which capture, transforms and sinks come on, and what befalls them. All that decides is real, from the
 * publisher of capture to the requests of the sink; what lies between is simulated: Kafka, Kafka Streams, threads, the
 * network and the clock.
 */
final class World implements AutoCloseable {

    /** Few, so that changes of a row meet. */
    private static final int FEWEST_ROWS = 3;

    private static final int FIRST_ROWS = 12;

    /** Of the migrations; at the end of such a one all is sent again, which mends what else was wrong. */
    private static final int DELETED_BY_HAND_ONE_IN = 5;

    private static final int LOOSE_NOTE = 60;
    private static final int DELETE_RETRIES =
            LimitSettings.defaults().transform().deleteRetries();
    private static final Duration HOLD = Duration.ofSeconds(20);
    private static final TargetSettings TARGET = new TargetSettings("ferry", null);

    final Scenario scenario;

    private final MemoryDatabase database = new MemoryDatabase();
    private final Application application;
    private final boolean somebodyDeletes;
    /** Whether it is the target that refuses notes that are too long, and not the mapping. */
    private final boolean targetIsStricter;

    private final RandomGenerator random;
    private final Weather weather;
    private final SimulatedChance chance;
    private final ManualClock clock = new ManualClock();
    private final InMemoryLog log = new InMemoryLog();
    private final ConfluentAvro avro = new ConfluentAvro(new InMemorySchemaRegistry());
    private final MigrationTopics topics;
    private final SimulatedCapture capture;
    private final SimulatedDataverse dataverse;
    private final EmulatorRows target;
    private final Mappings mappings;
    private final SimulatedTransform.Changelogs changelogs = new SimulatedTransform.Changelogs();
    private final List<SimulatedTransform> transforms = new ArrayList<>();
    private final List<Set<Integer>> transformPartitions = new ArrayList<>();
    private final List<IdentityStore> stores = new ArrayList<>();
    private final List<SimulatedSink> sinks = new ArrayList<>();
    private final List<Set<TopicPartition>> sinkPartitions = new ArrayList<>();
    private final Set<TopicPartition> writes = new TreeSet<>(InMemoryLog.ORDER);
    private boolean rowsWereLost;
    private int fences;
    private int replays;

    /**
     * @param folder for this world alone
     * @param lostOneIn how often the network loses a write on its way to the target
     */
    World(long seed, Path folder, Fault fault, int lostOneIn) throws InterruptedException {
        this.random = new SplittableRandom(seed);
        this.targetIsStricter = random.nextBoolean();
        this.somebodyDeletes = random.nextInt(DELETED_BY_HAND_ONE_IN) == 0;
        this.weather = new Weather(random);
        this.chance = new SimulatedChance(random);
        this.scenario = RandomScenario.of(new Random(seed));
        this.application = new Application(scenario, database, new Random(seed), FEWEST_ROWS);
        this.topics = new MigrationTopics("soak", 1, scenario.partitions());
        this.capture = new SimulatedCapture(scenario, log, topics, avro, random);
        this.dataverse = new SimulatedDataverse(folder.resolve("rows"), clock, HOLD, chance);
        dataverse.loseOneIn(lostOneIn);
        this.target = new EmulatorRows(dataverse, TARGET.keyColumn());
        this.mappings = prepare(folder);
        for (int i = 1 + random.nextInt(2); i > 0; i--) {
            transforms.add(new SimulatedTransform(
                    log,
                    topics,
                    mappings,
                    avro,
                    clock,
                    new RowLimits(1 + random.nextInt(4), DELETE_RETRIES),
                    fault::overlooks));
            transformPartitions.add(new TreeSet<>());
        }
        for (String written : new TreeSet<>(scenario.written())) {
            IntStream.range(0, topics.partitions())
                    .forEach(partition ->
                            writes.add(new TopicPartition(topics.writes(written).name(), partition)));
        }
        Set<String> relationships = new HashSet<>(mappings.relationships());
        SimulatedSink.Environment environment = new SimulatedSink.Environment(
                log,
                topics,
                avro,
                dataverse,
                clock,
                chance,
                scenario.entities(),
                relationships,
                TARGET.keyColumn(),
                TARGET.idColumn(),
                // Nobody else changes rows here, so it must make no difference.
                seed % 2 == 0 ? ChangedPolicy.OVERWRITE : ChangedPolicy.KEEP,
                fault == Fault.SINK_DOES_NOT_HOLD ? Duration.ZERO : HOLD,
                fault::before);
        for (int i = 1 + random.nextInt(2); i > 0; i--) {
            IdentityStore store = IdentityStore.open(folder.resolve("sink-" + i), "seed-" + seed);
            stores.add(store);
            sinks.add(new SimulatedSink(
                    environment,
                    store,
                    new SimulatedSink.Limits(
                            1 + random.nextInt(30),
                            1 + random.nextInt(8),
                            1 + random.nextInt(4),
                            1 + random.nextInt(20))));
            sinkPartitions.add(new TreeSet<>(InMemoryLog.ORDER));
        }
    }

    private Mappings prepare(Path folder) throws InterruptedException {
        try {
            Files.createDirectories(folder.resolve("mappings"));
            for (Map.Entry<String, String> file : scenario.files().entrySet()) {
                Files.writeString(
                        folder.resolve(file.getKey()), targetIsStricter ? loosened(file.getValue()) : file.getValue());
            }
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
        SourceCatalogue catalogue = new SourceCatalogue(SourceTables.of(scenario).stream()
                .map(SourceTables.Columns::catalogued)
                .toList());
        Lane lane = dataverse.reliableLane();
        Preparation preparation = Preparation.of(
                Catalogues.of(Scenario.SOURCE, catalogue), TARGET, Blueprint.read(folder.resolve("mappings")), lane);
        List<PrepareStep> steps =
                preparation.steps().stream().map(World::tightened).toList();
        new Preparation(preparation.mappings(), steps).apply(lane, step -> {});
        return preparation.mappings();
    }

    /** As the mapping knows it, the target takes any note. */
    private static String loosened(String mapping) {
        return mapping.replace("text(" + Table.LONGEST_NOTE + ")", "text(" + LOOSE_NOTE + ")");
    }

    /** And as it is made, it does not. */
    private static PrepareStep tightened(PrepareStep step) {
        return switch (step) {
            case PrepareStep.MakeTable(NewTable table) ->
                new PrepareStep.MakeTable(new NewTable(
                        table.schemaName(),
                        table.displayName(),
                        table.pluralDisplayName(),
                        table.ownership(),
                        table.primaryName(),
                        table.columns().stream().map(World::tightened).toList()));
            case PrepareStep.AddColumn(String entity, NewColumn column) ->
                new PrepareStep.AddColumn(entity, tightened(column));
            case PrepareStep other -> other;
        };
    }

    private static NewColumn tightened(NewColumn column) {
        return column.type() instanceof ColumnType.Text(int length, String format) && length == LOOSE_NOTE
                ? new NewColumn(
                        column.schemaName(),
                        column.displayName(),
                        new ColumnType.Text(Table.LONGEST_NOTE, format),
                        column.required())
                : column;
    }

    void play(int steps) throws InterruptedException {
        application.begin(FIRST_ROWS);
        database.takeLog();
        capture.snapshot(database.content());
        spreadTransforms();
        spreadSinks();
        for (int i = 0; i < steps; i++) {
            step();
        }
        chance.end();
        settle();
        if (rowsWereLost) {
            // What somebody deleted is found out when it is next written: the operator has all of it sent again.
            replayAll();
            settle();
        }
    }

    /** Whether somebody deleted rows in the target. */
    boolean rowsWereLost() {
        return rowsWereLost;
    }

    SoakLog log() {
        List<ConsumerRecord<String, byte[]>> records = log.records().stream()
                .map(record -> new ConsumerRecord<>(
                        record.topic(),
                        record.partition(),
                        record.offset(),
                        record.timestamp(),
                        TimestampType.LOG_APPEND_TIME,
                        ConsumerRecord.NULL_SIZE,
                        ConsumerRecord.NULL_SIZE,
                        new String(record.key(), UTF_8),
                        record.value(),
                        record.headers(),
                        Optional.empty()))
                .toList();
        return SoakLog.of(topics, avro, records);
    }

    SourceModel model() {
        return SourceModel.of(scenario, database.content(), application::wasEverTooLong);
    }

    TargetContent target() throws InterruptedException {
        return TargetContent.read(scenario, target);
    }

    private void step() throws InterruptedException {
        SimulatedTransform transform = any(transforms);
        switch (weather.next()) {
            case TRANSACTION -> {
                application.transaction();
                capture.follow(database.takeLog());
            }
            case TAKE -> {
                for (int i = random.nextInt(6); i >= 0; i--) {
                    transform.take(random);
                }
            }
            case PUNCTUATE -> transform.punctuate();
            case READ_IDENTITIES -> transform.readIdentities(1 + random.nextInt(6));
            case COMMIT -> transform.commit();
            case SINK -> {
                turn(random.nextInt(sinks.size()));
                pass(Duration.ofMillis(random.nextInt(80)));
            }
            case SET_FENCE -> setFence();
            case FOLLOW_FENCES -> followFences(transform);
            case TIME -> pass(Duration.ofMillis(random.nextInt((int) HOLD.toMillis() / 2)));
            case TRANSFORM_DIES -> befallTransform(transform);
            case SINK_DIES -> befallSink(random.nextInt(sinks.size()));
            case SPREAD_SINKS -> spreadSinks();
            case REPLAY -> replayOne();
            case CAPTURE_RESTARTS -> capture.restart();
            case SELDOM -> seldom();
        }
    }

    private void pass(Duration time) {
        clock.advance(time);
        dataverse.pass();
    }

    private void turn(int sink) throws InterruptedException {
        if (!sinks.get(sink).isAlive()) {
            sinks.get(sink).begin(sinkPartitions.get(sink));
        }
        sinks.get(sink).turn();
    }

    private void befallTransform(SimulatedTransform transform) {
        switch (random.nextInt(3)) {
            case 0 -> transform.begin(transformPartitions.get(transforms.indexOf(transform)), changelogs);
            case 1 -> {
                transform.commit();
                spreadTransforms();
            }
            default -> spreadTransforms();
        }
    }

    private void befallSink(int sink) throws InterruptedException {
        if (sinks.get(sink).isAlive() && random.nextBoolean()) {
            sinks.get(sink).leave();
        } else {
            sinks.get(sink).kill();
        }
    }

    private void seldom() throws InterruptedException {
        switch (random.nextInt(6)) {
            case 0 -> {
                // The slot is lost with what it had not told yet.
                application.transaction();
                database.takeLog();
                capture.snapshot(database.content());
            }
            case 1, 2, 3 -> {
                if (somebodyDeletes) {
                    loseRow();
                }
            }
            default -> {}
        }
    }

    /** Each partition goes to any instance; those that had it are through with it, or are dead. */
    private void spreadTransforms() {
        transforms.forEach(SimulatedTransform::discard);
        transformPartitions.forEach(Set::clear);
        for (int partition = 0; partition < topics.partitions(); partition++) {
            any(transformPartitions).add(partition);
        }
        for (int i = 0; i < transforms.size(); i++) {
            transforms.get(i).begin(transformPartitions.get(i), changelogs);
        }
    }

    private void spreadSinks() throws InterruptedException {
        List<Set<TopicPartition>> next = new ArrayList<>();
        sinks.forEach(sink -> next.add(new TreeSet<>(InMemoryLog.ORDER)));
        writes.forEach(partition -> any(next).add(partition));
        for (int i = 0; i < sinks.size(); i++) {
            Set<TopicPartition> kept = new TreeSet<>(InMemoryLog.ORDER);
            kept.addAll(sinkPartitions.get(i));
            kept.retainAll(next.get(i));
            sinkPartitions.set(i, kept);
            if (sinks.get(i).isAlive()) {
                sinks.get(i).own(kept);
                sinks.get(i).turn();
            }
        }
        for (int i = 0; i < sinks.size(); i++) {
            sinkPartitions.set(i, next.get(i));
            if (sinks.get(i).isAlive()) {
                sinks.get(i).own(next.get(i));
            }
        }
    }

    private void loseRow() {
        String entity = any(scenario.entities().stream().sorted().toList());
        RowMapping mapping = scenario.mappings().stream()
                .filter(one -> one.entity().equals(entity))
                .findFirst()
                .orElseThrow();
        List<Map<String, String>> rows = target.rows(mapping.entitySet(), List.of(mapping.idColumn()));
        if (!rows.isEmpty()) {
            target.delete(mapping.entitySet(), any(rows).get(mapping.idColumn()));
            rowsWereLost = true;
        }
    }

    private void setFence() {
        FenceEvent fence = new FenceEvent.Reached(
                "f" + ++fences, FenceEvent.Kind.FENCE, Scenario.SOURCE, clock.instant(), capture.ends());
        append(topics.fences(), 0, "f" + fences, fence, new FenceCodec());
    }

    private void followFences(SimulatedTransform transform) {
        transform.followFences().ifPresent(passed -> new PassedFence(passed, topics, avro).check(log.records()));
    }

    private void replayOne() {
        List<ReplayCommand> all = replayable("r" + ++replays);
        if (!all.isEmpty()) {
            replay(any(all));
        }
    }

    private void replayAll() {
        replayable("r" + ++replays).forEach(this::replay);
    }

    private void replay(ReplayCommand command) {
        String key = command.key().text();
        append(topics.replays(), RowPartitioner.ofSourceKey(key, topics.partitions()), key, command, new ReplayCodec());
    }

    /** Each row of the source in each entity or relationship that it becomes something in. */
    private List<ReplayCommand> replayable(String id) {
        Map<String, Set<String>> written = new LinkedHashMap<>();
        scenario.mappings()
                .forEach(mapping -> written.computeIfAbsent(mapping.table(), first -> new TreeSet<>())
                        .add(mapping.entity()));
        scenario.links()
                .forEach(link -> written.computeIfAbsent(link.table(), first -> new TreeSet<>())
                        .add(link.relationship()));
        List<ReplayCommand> commands = new ArrayList<>();
        SourceTables.of(scenario).forEach(table -> {
            SourceTable name = new SourceTable(Scenario.SOURCE, "public", table.name());
            database.content().get(table.name()).forEach(row -> {
                SourceKey key = table.key(row);
                written.get(table.name())
                        .forEach(entity ->
                                commands.add(new ReplayCommand(id, name, key, entity, "simulation", Instant.EPOCH)));
            });
        });
        return commands;
    }

    private <T> void append(Topic topic, int partition, String key, T value, RecordCodec<T> codec) {
        try (TopicSerde<T> serde = new TopicSerde<>(avro, codec)) {
            log.append(new ProducerRecord<>(
                    topic.name(),
                    partition,
                    key.getBytes(UTF_8),
                    serde.serializer().serialize(topic.name(), value)));
        }
    }

    /** Until nothing is left to do: fences pass as long as something waits for one. */
    private void settle() throws InterruptedException {
        int quiet = 0;
        for (int round = 0; quiet < 4; round++) {
            if (round > 300) {
                throw new AssertionError("does not come to rest");
            }
            boolean moved = false;
            for (int i = 0; drain(); i++) {
                moved = true;
                if (i > 1_000) {
                    throw new AssertionError("goes round in a circle");
                }
            }
            setFence();
            for (SimulatedTransform transform : transforms) {
                followFences(transform);
                followFences(transform);
            }
            quiet = moved ? 0 : quiet + 1;
        }
    }

    private boolean drain() throws InterruptedException {
        boolean moved = false;
        for (SimulatedTransform transform : transforms) {
            while (transform.take(random)) {
                moved = true;
            }
            transform.punctuate();
            moved |= transform.commit();
            moved |= transform.readIdentities(Integer.MAX_VALUE);
        }
        for (int sink = 0; sink < sinks.size(); sink++) {
            turn(sink);
        }
        pass(Duration.ofMillis(100));
        if (!SimulatedSink.hasDoneAll(log, topics, writes)) {
            pass(HOLD.dividedBy(4));
            moved = true;
        }
        return moved;
    }

    private <T> T any(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    @Override
    public void close() {
        sinks.forEach(SimulatedSink::kill);
        stores.forEach(IdentityStore::close);
        dataverse.close();
    }
}
