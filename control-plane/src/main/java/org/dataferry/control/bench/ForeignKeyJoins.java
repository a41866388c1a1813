package org.dataferry.control.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KTable;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.TableJoined;
import org.apache.kafka.streams.state.KeyValueStore;
import org.dataferry.control.ControlException;
import org.dataferry.schemas.avro.ConfluentAvro;
import org.dataferry.schemas.avro.IdentityCodec;
import org.dataferry.schemas.avro.TopicSerde;
import org.dataferry.schemas.identity.Identity;
import org.dataferry.schemas.key.SourceKey;
import org.dataferry.schemas.topic.MigrationTopics;
import org.dataferry.schemas.topic.Retention;
import org.dataferry.schemas.topic.RowPartitioner;
import org.dataferry.schemas.topic.Topic;
import org.dataferry.schemas.topic.TopicOwner;
import org.dataferry.schemas.value.Value;
import org.jspecify.annotations.Nullable;

/**
 * The peer: two foreign-key joins of Kafka Streams' own, one after the other, of the same rows. It decodes each change
 * once, attaches two GUIDs and writes the change on as it came. It does not map, keeps no image of what the target has,
 * recognises nothing delivered again, and announces nothing; so it is a lower bound of the work.
 */
final class ForeignKeyJoins implements Contender {

    /** The same limits as the transform's, where they bear on a run without a failure. */
    private static final int SESSION_TIMEOUT_MS = 6_000;

    private static final int TRANSACTION_TIMEOUT_MS = 10_000;
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);

    private final MigrationTopics topics;
    private final BenchShape shape;
    private final TopicSerde<Identity> identities;
    private final KafkaStreams streams;
    private final CountDownLatch running = new CountDownLatch(1);
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    ForeignKeyJoins(
            BenchKafka kafka, ConfluentAvro avro, MigrationTopics topics, BenchShape shape, Path state, int threads) {
        this.topics = topics;
        this.shape = shape;
        this.identities = new TopicSerde<>(avro, new IdentityCodec());
        this.streams = new KafkaStreams(topology(avro), properties(kafka, state, threads));
        streams.setStateListener((now, before) -> {
            if (now == KafkaStreams.State.RUNNING || now == KafkaStreams.State.ERROR) {
                running.countDown();
            }
        });
        streams.setUncaughtExceptionHandler(thrown -> {
            failure.compareAndSet(null, thrown);
            running.countDown();
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        });
    }

    private Topology topology(ConfluentAvro avro) {
        StreamsBuilder builder = new StreamsBuilder();
        List<String> changes = shape.sourceTables().stream()
                .map(table -> topics.changes(table).name())
                .toList();
        KTable<String, PeerRow> rows = builder.stream(
                        changes,
                        Consumed.with(Serdes.String(), Serdes.ByteArray()).withName("read-changes"))
                .mapValues(change -> PeerRow.read(avro, change), Named.as("decode"))
                .toTable(Named.as("rows"), stored("rows"));
        rows.join(
                        parents(builder, 0),
                        PeerRow::keyOfFirst,
                        PeerRow::withFirst,
                        TableJoined.as("join-first"),
                        stored("with-first"))
                .join(
                        parents(builder, 1),
                        PeerRow::keyOfSecond,
                        PeerRow::withSecond,
                        TableJoined.as("join-second"),
                        stored("with-second"))
                .toStream(Named.as("joined"))
                .to(
                        output().name(),
                        Produced.with(Serdes.String(), PeerRow.serde()).withName("write"));
        return builder.build();
    }

    private KTable<String, Identity> parents(StreamsBuilder builder, int lookup) {
        Serde<Identity> serde = Serdes.serdeFrom(identities.serializer(), identities.deserializer());
        return builder.table(
                parentsOf(lookup).name(),
                Consumed.with(Serdes.String(), serde).withName("read-parents-" + lookup),
                Materialized.<String, Identity, KeyValueStore<Bytes, byte[]>>as("parents-" + lookup)
                        .withKeySerde(Serdes.String())
                        .withValueSerde(serde));
    }

    private static Materialized<String, PeerRow, KeyValueStore<Bytes, byte[]>> stored(String name) {
        return Materialized.<String, PeerRow, KeyValueStore<Bytes, byte[]>>as(name)
                .withKeySerde(Serdes.String())
                .withValueSerde(PeerRow.serde());
    }

    private Properties properties(BenchKafka kafka, Path state, int threads) {
        Properties properties = kafka.client();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, group());
        properties.put(StreamsConfig.STATE_DIR_CONFIG, state.toString());
        properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        properties.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, Ours.COMMIT_INTERVAL.toMillis());
        properties.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, threads);
        properties.put(StreamsConfig.MAX_TASK_IDLE_MS_CONFIG, StreamsConfig.MAX_TASK_IDLE_MS_DISABLED);
        properties.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, -1);
        properties.put(StreamsConfig.consumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), SESSION_TIMEOUT_MS);
        properties.put(
                StreamsConfig.consumerPrefix(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG), SESSION_TIMEOUT_MS / 3);
        properties.put(StreamsConfig.consumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
        properties.put(StreamsConfig.producerPrefix(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG), TRANSACTION_TIMEOUT_MS);
        properties.put(StreamsConfig.producerPrefix(ProducerConfig.COMPRESSION_TYPE_CONFIG), "lz4");
        return properties;
    }

    private Topic parentsOf(int lookup) {
        return new Topic(
                topics.migration() + ".peer.parents-" + lookup,
                TopicOwner.ANY,
                topics.partitions(),
                Retention.COMPACTED);
    }

    private Topic output() {
        return new Topic(
                topics.migration() + ".peer.joined", TopicOwner.ANY, topics.partitions(), Retention.WHOLE_MIGRATION);
    }

    @Override
    public String group() {
        return topics.migration() + ".peer";
    }

    @Override
    public Collection<Topic> topics() {
        List<Topic> all = new ArrayList<>(List.of(parentsOf(0), parentsOf(1), output()));
        shape.sourceTables().forEach(table -> all.add(topics.changes(table)));
        return all;
    }

    @Override
    public Collection<String> outputs() {
        return List.of(output().name());
    }

    @Override
    public ProducerRecord<byte[], byte[]> identity(int lookup, long parent) {
        Topic topic = parentsOf(lookup);
        Identity present = new Identity.Present(
                Optional.of(BenchShape.guidOf(lookup, parent)), 1, Identity.Origin.CREATED_BY_FERRY);
        String key = BenchShape.key(parent).text();
        return new ProducerRecord<>(
                topic.name(),
                RowPartitioner.ofSourceKey(key, topics.partitions()),
                key.getBytes(UTF_8),
                identities.serializer().serialize(topic.name(), present));
    }

    @Override
    public void start(Duration timeout) throws InterruptedException {
        streams.start();
        if (!running.await(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new ControlException("the peer is not running after " + timeout + "; it is " + streams.state());
        }
        throwIfFailed();
    }

    @Override
    public void throwIfFailed() {
        Throwable thrown = failure.get();
        if (thrown != null) {
            throw new ControlException("the peer stopped: " + thrown.getMessage(), thrown);
        }
    }

    @Override
    public long rowOf(ConsumerRecord<byte[], byte[]> result) {
        if (SourceKey.parse(new String(result.key(), UTF_8)).components().getFirst()
                instanceof Value.Whole(long number)) {
            return number;
        }
        throw new ControlException("a row that no benchmark has made: " + new String(result.key(), UTF_8));
    }

    @Override
    public boolean isBound(ConsumerRecord<byte[], byte[]> result) {
        PeerRow row = PeerRow.of(result.value());
        return row != null && row.isBound();
    }

    @Override
    public void close() {
        streams.close(CLOSE_TIMEOUT);
    }
}
