package org.dataferry.control.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.dataferry.control.run.MigrationTopicSet;
import org.dataferry.schemas.avro.ConfluentAvro;
import org.dataferry.schemas.avro.EntityWriteCodec;
import org.dataferry.schemas.avro.IdentityCodec;
import org.dataferry.schemas.avro.TopicSerde;
import org.dataferry.schemas.change.AsOf;
import org.dataferry.schemas.identity.Identity;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.settings.LimitSettings;
import org.dataferry.schemas.topic.MigrationTopics;
import org.dataferry.schemas.topic.Topic;
import org.dataferry.schemas.value.Value;
import org.dataferry.schemas.write.EntityWrite;
import org.dataferry.schemas.write.LookupTarget;
import org.dataferry.transform.TransformException;
import org.dataferry.transform.TransformProcess;
import org.dataferry.transform.mapping.Mappings;

/** The transform as a migration runs it. */
final class Ours implements Contender {

    static final Duration COMMIT_INTERVAL = Duration.ofMillis(300);

    /** The product's default. */
    private static final int UNAPPLIED_IMAGES = 8;

    private static final int DELETE_RETRIES = 60;

    private final MigrationTopics topics;
    private final BenchShape shape;
    private final Mappings mappings;
    private final TopicSerde<Identity> identities;
    private final TopicSerde<EntityWrite> writes;
    private final TransformProcess process;

    /** @param state where its stores are */
    Ours(
            BenchKafka kafka,
            ConfluentAvro avro,
            MigrationTopics topics,
            BenchShape shape,
            Mappings mappings,
            Path state,
            int threads) {
        this.topics = topics;
        this.shape = shape;
        this.mappings = mappings;
        this.identities = new TopicSerde<>(avro, new IdentityCodec());
        this.writes = new TopicSerde<>(avro, new EntityWriteCodec());
        this.process = process(kafka, avro, topics, mappings, state, threads);
    }

    static TransformProcess process(
            BenchKafka kafka, ConfluentAvro avro, MigrationTopics topics, Mappings mappings, Path state, int threads) {
        return new TransformProcess(
                topics,
                mappings,
                avro,
                kafka.client(),
                state,
                new LimitSettings.Transform(threads, COMMIT_INTERVAL, UNAPPLIED_IMAGES, DELETE_RETRIES),
                AsOf.NOW);
    }

    @Override
    public String group() {
        return topics.transformApplication();
    }

    @Override
    public Collection<Topic> topics() {
        return MigrationTopicSet.of(topics, mappings);
    }

    @Override
    public Collection<String> outputs() {
        return mappings.entities().stream()
                .map(entity -> topics.writes(entity).name())
                .toList();
    }

    @Override
    public ProducerRecord<byte[], byte[]> identity(int lookup, long parent) {
        Topic topic = topics.identities();
        Identity present = new Identity.Present(
                Optional.of(BenchShape.guidOf(lookup, parent)), 1, Identity.Origin.CREATED_BY_FERRY);
        return new ProducerRecord<>(
                topic.name(),
                BenchShape.parent(lookup, parent).text().getBytes(UTF_8),
                identities.serializer().serialize(topic.name(), present));
    }

    @Override
    public void start(Duration timeout) throws InterruptedException {
        process.start();
        process.awaitRunning(timeout);
    }

    @Override
    public void throwIfFailed() {
        process.throwIfFailed();
    }

    @Override
    public long rowOf(ConsumerRecord<byte[], byte[]> result) {
        return rowIn(result.key());
    }

    static long rowIn(byte[] key) {
        if (RowId.parse(new String(key, UTF_8)) instanceof RowId.OfSource row
                && row.key().components().getFirst() instanceof Value.Whole(long number)) {
            return number;
        }
        throw new TransformException("a row that no benchmark has made: " + new String(key, UTF_8));
    }

    @Override
    public boolean isBound(ConsumerRecord<byte[], byte[]> result) {
        if (!(writes.deserializer().deserialize(result.topic(), result.value())
                instanceof EntityWrite.UpsertRow upsert)) {
            return false;
        }
        long row = rowOf(result);
        for (int lookup = 0; lookup < shape.lookups(); lookup++) {
            long parent = shape.parentOf(row, lookup);
            LookupTarget wanted =
                    new LookupTarget.ByGuid(BenchShape.parent(lookup, parent), BenchShape.guidOf(lookup, parent));
            if (!wanted.equals(upsert.lookups().get(LookedUp.lookup(lookup)))) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void close() {
        process.close();
    }
}
