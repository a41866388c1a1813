package org.dataferry.transform.topology;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.StreamPartitioner;
import org.apache.kafka.streams.processor.TopicNameExtractor;
import org.dataferry.schemas.avro.ConfluentAvro;
import org.dataferry.schemas.avro.EntityWriteCodec;
import org.dataferry.schemas.avro.FanOutCodec;
import org.dataferry.schemas.avro.OutcomeCodec;
import org.dataferry.schemas.avro.TopicSerde;
import org.dataferry.schemas.envelope.EnvelopeReader;
import org.dataferry.schemas.outcome.RecordedOutcome;
import org.dataferry.schemas.topic.MigrationTopics;
import org.dataferry.schemas.topic.RowPartitioner;
import org.dataferry.schemas.write.EntityWrite;
import org.dataferry.transform.mapping.Mappings;

/**
 * The topology of transform-streams.
 *
 * <pre>
 * changes ──► map-changes ──┬─► announce          fan-outs
 *                 ▲ rows    ├─► write             writes of each entity
 *                 ▼         ├─► record            outcomes of each entity
 * outcomes ─► apply-outcomes└─► bury              dead letters
 * </pre>
 *
 * <p>Both processors belong to one task per partition: a source row, what it becomes and what became of that are always
 * in the same one. Topics are matched by pattern, so a new table or entity does not change the topology.
 */
public final class MigrationTopology {

    /** The store with the searches that are under way, by table; empty when there are none. */
    public static final String SEARCHES = TransformStores.EPOCH_SWEEPS;

    static final String ANNOUNCE = "announce";
    static final String WRITE = "write";
    static final String RECORD = "record";
    static final String BURY = "bury";

    private MigrationTopology() {}

    /** @param unappliedImages see {@code limits.transform.unappliedImages} */
    public static Topology build(MigrationTopics topics, Mappings mappings, ConfluentAvro avro, int unappliedImages) {
        TopicNameExtractor<String, EntityWrite> writes =
                (key, write, context) -> topics.writes(write.row().entity()).name();
        TopicNameExtractor<String, RecordedOutcome> outcomes = (key, outcome, context) ->
                topics.outcomes(outcome.write().row().entity()).name();
        StreamPartitioner<String, Object> bySourceKey =
                (topic, key, value, partitions) -> Optional.of(Set.of(RowPartitioner.ofSourceKey(key, partitions)));
        StreamPartitioner<String, Object> byRowId =
                (topic, key, value, partitions) -> Optional.of(Set.of(RowPartitioner.ofRowId(key, partitions)));
        StringSerializer key = new StringSerializer();

        return new Topology()
                .addSource("read-changes", new ByteArrayDeserializer(), new ByteArrayDeserializer(), changesOf(topics))
                .addSource(
                        "read-outcomes",
                        new StringDeserializer(),
                        new TopicSerde<>(avro, new OutcomeCodec()).deserializer(),
                        outcomesOf(topics))
                .addProcessor(
                        "map-changes",
                        () -> new ChangeProcessor(
                                topics, mappings, new EnvelopeReader(topics.migration(), avro), unappliedImages),
                        "read-changes")
                .addProcessor("apply-outcomes", OutcomeProcessor::new, "read-outcomes")
                .addStateStore(TransformStores.sourceRows(avro), "map-changes")
                .addStateStore(TransformStores.epochSweeps(), "map-changes")
                .addStateStore(TransformStores.targetRows(avro), "map-changes", "apply-outcomes")
                .addSink(
                        ANNOUNCE,
                        topics.fanOuts().name(),
                        key,
                        new TopicSerde<>(avro, new FanOutCodec()).serializer(),
                        bySourceKey,
                        "map-changes")
                .addSink(
                        WRITE,
                        writes,
                        key,
                        new TopicSerde<>(avro, new EntityWriteCodec()).serializer(),
                        byRowId,
                        "map-changes")
                .addSink(
                        RECORD,
                        outcomes,
                        key,
                        new TopicSerde<>(avro, new OutcomeCodec()).serializer(),
                        byRowId,
                        "map-changes")
                .addSink(
                        BURY,
                        topics.deadLetters().name(),
                        new ByteArraySerializer(),
                        new ByteArraySerializer(),
                        "map-changes");
    }

    private static Pattern changesOf(MigrationTopics topics) {
        return Pattern.compile(Pattern.quote(topics.migration() + ".changes.") + ".*");
    }

    private static Pattern outcomesOf(MigrationTopics topics) {
        return Pattern.compile(Pattern.quote(topics.migration() + ".g" + topics.rebuild() + ".outcomes.") + ".*");
    }
}
