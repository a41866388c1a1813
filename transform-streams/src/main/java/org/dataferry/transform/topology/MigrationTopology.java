package org.dataferry.transform.topology;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.StreamPartitioner;
import org.apache.kafka.streams.processor.TopicNameExtractor;
import org.dataferry.schemas.avro.ConfluentAvro;
import org.dataferry.schemas.avro.EntityWriteCodec;
import org.dataferry.schemas.avro.FanOutCodec;
import org.dataferry.schemas.avro.IdentityCodec;
import org.dataferry.schemas.avro.OutcomeCodec;
import org.dataferry.schemas.avro.ReplayCodec;
import org.dataferry.schemas.avro.TopicSerde;
import org.dataferry.schemas.change.AsOf;
import org.dataferry.schemas.envelope.EnvelopeReader;
import org.dataferry.schemas.outcome.RecordedOutcome;
import org.dataferry.schemas.topic.MigrationTopics;
import org.dataferry.schemas.topic.RowPartitioner;
import org.dataferry.schemas.write.EntityWrite;
import org.dataferry.transform.mapping.Mappings;
import org.dataferry.transform.row.Fences;
import org.dataferry.transform.row.IdentityJournal;
import org.dataferry.transform.row.ParkedCounts;
import org.dataferry.transform.row.Phases;
import org.dataferry.transform.row.RowLimits;

/**
 * The topology of transform-streams.
 *
 * <pre>
 * changes ──► map-changes ──┬─────────────────► bury         dead letters
 * replays ──► map-replays ──┤ intents
 *                           ▼
 * outcomes ─► read-outcomes ► keep-rows ──┬───► announce     fan-outs
 * votes ────► read-votes ───┘   ▲         ├───► write        writes of each entity and relationship
 *   ▲                           │ journal ├───► record       outcomes of each entity and relationship
 *   └── vote ◄── map-…      identities    └───► identify     identities
 * </pre>
 *
 * <p>All processors belong to one task per partition: a source row, what it becomes and what became of that are always in
 * the same one. Only links and merged rows have several source rows; their votes meet in the task of the row, by way of a
 * topic. All identities are in every instance. Topics are matched by pattern, so a new table or entity does not change the topology.
 */
public final class MigrationTopology {

    /** The store with the searches that are under way, by table; empty when there are none. */
    public static final String SEARCHES = TransformStores.EPOCH_SWEEPS;

    static final String ANNOUNCE = "announce";
    static final String WRITE = "write";
    static final String RECORD = "record";
    static final String IDENTIFY = "identify";
    static final String VOTE = "vote";
    static final String BURY = "bury";
    static final String KEEP_ROWS = "keep-rows";

    private static final String MAP_CHANGES = "map-changes";
    private static final String MAP_REPLAYS = "map-replays";

    private MigrationTopology() {}

    /**
     * @param fences how far fences have come, as this instance knows
     * @param phases those that were opened, as this instance knows
     * @param parked where its tasks count what waits
     * @param commits what its threads spend in them
     * @param asOf up to where changes are mapped
     */
    public static Topology build(
            MigrationTopics topics,
            Mappings mappings,
            ConfluentAvro avro,
            Fences fences,
            Phases phases,
            ParkedCounts parked,
            RowLimits limits,
            CommitTimes commits,
            AsOf asOf) {
        Topology topology = new Topology();
        addTo(topology, StoreMaker.ON_DISK, topics, mappings, avro, fences, phases, parked, limits, commits, asOf);
        return topology;
    }

    /** Adds all nodes to a topology that is empty, with its state where {@code stores} says. */
    public static void addTo(
            Topology topology,
            StoreMaker stores,
            MigrationTopics topics,
            Mappings mappings,
            ConfluentAvro avro,
            Fences fences,
            Phases phases,
            ParkedCounts parked,
            RowLimits limits,
            CommitTimes commits,
            AsOf asOf) {
        ThreadLocal<CommitPace> paces = ThreadLocal.withInitial(() -> new CommitPace(commits, System::nanoTime));
        IdentityJournal journal = new IdentityJournal(IdentityJournal.CAPACITY);
        MappingRules rules = new MappingRules(mappings);
        StringDeserializer key = new StringDeserializer();
        topology.addSource("read-changes", new ByteArrayDeserializer(), new ByteArrayDeserializer(), changesOf(topics))
                .addSource(
                        replaysFrom(topics),
                        "read-replays",
                        null,
                        key,
                        new TopicSerde<>(avro, new ReplayCodec()).deserializer(),
                        topics.replays().name())
                .addSource(
                        "read-votes",
                        key,
                        new TopicSerde<>(avro, new VoteCodec()).deserializer(),
                        topics.votes().name())
                .addSource(
                        "read-outcomes",
                        key,
                        new TopicSerde<>(avro, new OutcomeCodec()).deserializer(),
                        outcomesOf(topics))
                .addProcessor(
                        MAP_CHANGES,
                        () -> new ChangeProcessor(
                                topics, mappings, new EnvelopeReader(topics.migration(), avro), paces, asOf),
                        "read-changes")
                .addProcessor(MAP_REPLAYS, () -> new ReplayProcessor(mappings), "read-replays")
                .addProcessor(
                        KEEP_ROWS,
                        () -> new RowsProcessor(
                                rules, fences, phases, journal, parked, mappings.version(), limits, paces),
                        MAP_CHANGES,
                        MAP_REPLAYS,
                        "read-votes",
                        "read-outcomes")
                .addStateStore(TransformStores.sourceRows(stores, avro), MAP_CHANGES, MAP_REPLAYS, KEEP_ROWS)
                .addStateStore(TransformStores.linksOfRows(stores), MAP_CHANGES, MAP_REPLAYS)
                .addStateStore(TransformStores.memberships(stores, avro), MAP_CHANGES, MAP_REPLAYS)
                .addStateStore(TransformStores.refusedSources(stores), MAP_CHANGES, MAP_REPLAYS)
                .addStateStore(TransformStores.epochSweeps(stores), MAP_CHANGES)
                .addStateStore(TransformStores.targetRows(stores, avro), KEEP_ROWS)
                .addStateStore(TransformStores.references(stores), KEEP_ROWS)
                .addStateStore(TransformStores.fenceWaits(stores), KEEP_ROWS)
                .addStateStore(TransformStores.parkedRows(stores), KEEP_ROWS)
                .addStateStore(TransformStores.linkMembers(stores), KEEP_ROWS)
                .addStateStore(TransformStores.mergeMembers(stores, avro), KEEP_ROWS)
                .addGlobalStore(
                        TransformStores.identities(stores, avro),
                        "read-identities",
                        key,
                        new TopicSerde<>(avro, new IdentityCodec()).deserializer(),
                        topics.identities().name(),
                        "keep-identities",
                        () -> new IdentityProcessor(journal));
        addSinks(topology, topics, avro);
    }

    private static void addSinks(Topology topology, MigrationTopics topics, ConfluentAvro avro) {
        TopicNameExtractor<String, EntityWrite> writes =
                (key, write, context) -> topics.writes(write.row().entity()).name();
        TopicNameExtractor<String, RecordedOutcome> outcomes = (key, outcome, context) ->
                topics.outcomes(outcome.write().row().entity()).name();
        StreamPartitioner<String, Object> bySourceKey =
                (topic, key, value, partitions) -> Optional.of(Set.of(RowPartitioner.ofSourceKey(key, partitions)));
        StreamPartitioner<String, Object> byRowId =
                (topic, key, value, partitions) -> Optional.of(Set.of(RowPartitioner.ofRowId(key, partitions)));
        StringSerializer key = new StringSerializer();
        topology.addSink(
                        ANNOUNCE,
                        topics.fanOuts().name(),
                        key,
                        new TopicSerde<>(avro, new FanOutCodec()).serializer(),
                        bySourceKey,
                        MAP_CHANGES,
                        KEEP_ROWS)
                .addSink(
                        WRITE,
                        writes,
                        key,
                        new TopicSerde<>(avro, new EntityWriteCodec()).serializer(),
                        byRowId,
                        KEEP_ROWS)
                .addSink(
                        RECORD,
                        outcomes,
                        key,
                        new TopicSerde<>(avro, new OutcomeCodec()).serializer(),
                        byRowId,
                        KEEP_ROWS)
                .addSink(
                        IDENTIFY,
                        topics.identities().name(),
                        key,
                        new TopicSerde<>(avro, new IdentityCodec()).serializer(),
                        MAP_CHANGES,
                        MAP_REPLAYS,
                        KEEP_ROWS)
                .addSink(
                        VOTE,
                        topics.votes().name(),
                        key,
                        new TopicSerde<>(avro, new VoteCodec()).serializer(),
                        byRowId,
                        MAP_CHANGES,
                        MAP_REPLAYS)
                .addSink(
                        BURY,
                        topics.deadLetters().name(),
                        new ByteArraySerializer(),
                        new ByteArraySerializer(),
                        MAP_CHANGES);
    }

    /** A rebuild reads all changes anew, but repeats no replay: those were about the run before. */
    private static AutoOffsetReset replaysFrom(MigrationTopics topics) {
        return topics.rebuild() == 1 ? AutoOffsetReset.earliest() : AutoOffsetReset.latest();
    }

    private static Pattern changesOf(MigrationTopics topics) {
        return Pattern.compile(Pattern.quote(topics.migration() + ".changes.") + ".*");
    }

    private static Pattern outcomesOf(MigrationTopics topics) {
        return Pattern.compile(Pattern.quote(topics.migration() + ".g" + topics.rebuild() + ".outcomes.") + ".*");
    }
}
