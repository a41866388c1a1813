package org.dataferry.sink.testing;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.dataferry.schemas.avro.BeforeImageCodec;
import org.dataferry.schemas.avro.ConfluentAvro;
import org.dataferry.schemas.avro.ControlCodec;
import org.dataferry.schemas.avro.EntityWriteCodec;
import org.dataferry.schemas.avro.IdentityCodec;
import org.dataferry.schemas.avro.OutcomeCodec;
import org.dataferry.schemas.avro.RecordCodec;
import org.dataferry.schemas.avro.RequestUseCodec;
import org.dataferry.schemas.avro.TopicSerde;
import org.dataferry.schemas.control.ControlEvent;
import org.dataferry.schemas.identity.BeforeImage;
import org.dataferry.schemas.identity.Identity;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.outcome.RecordedOutcome;
import org.dataferry.schemas.registry.HttpSchemaRegistry;
import org.dataferry.schemas.registry.RegistryEndpoint;
import org.dataferry.schemas.settings.FileLimits;
import org.dataferry.schemas.settings.LimitSettings;
import org.dataferry.schemas.settings.ProtectionSettings;
import org.dataferry.schemas.topic.MigrationTopics;
import org.dataferry.schemas.topic.RowPartitioner;
import org.dataferry.schemas.topic.Topic;
import org.dataferry.schemas.topic.TopicCreator;
import org.dataferry.schemas.usage.RequestUse;
import org.dataferry.schemas.write.EntityWrite;
import org.dataferry.sink.SinkFiles;
import org.dataferry.sink.SinkSettings;
import org.dataferry.sink.client.protocol.DataverseEndpoint;

/** The topics of one migration, written as the transform does and read as anybody may. */
public final class SinkMigration implements AutoCloseable {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final int PARTITIONS = 3;

    private final MigrationTopics topics;
    private final ConfluentAvro avro =
            new ConfluentAvro(new HttpSchemaRegistry(RegistryEndpoint.of(SinkServers.registry())));
    private final Admin admin = Admin.create(client());
    private final KafkaProducer<String, byte[]> producer;

    public SinkMigration(String name) {
        this.topics = new MigrationTopics(name, 1, PARTITIONS);
        new TopicCreator(admin, TIMEOUT)
                .ensure(List.of(
                        topics.writes(EmulatedTarget.ORDER),
                        topics.outcomes(EmulatedTarget.ORDER),
                        topics.beforeImages(EmulatedTarget.ORDER),
                        topics.identities(),
                        topics.control(),
                        topics.usage()));
        Properties properties = client();
        properties.put("transactional.id", name + "-transform");
        this.producer = new KafkaProducer<>(properties, new StringSerializer(), new ByteArraySerializer());
        producer.initTransactions();
    }

    /** The topic of an entity's writes. */
    public String writes(String entity) {
        return topics.writes(entity).name();
    }

    public ConfluentAvro avro() {
        return avro;
    }

    public SinkSettings settings(EmulatedTarget target, String secret, Path state) {
        return settings(target.endpoint(secret), ProtectionSettings.none(), 20, state);
    }

    /** @param batchSize rows of a request */
    public SinkSettings settings(DataverseEndpoint user, ProtectionSettings protection, int batchSize, Path state) {
        return settings(user, protection, batchSize, SinkFiles.none(), state);
    }

    /** With files of a folder, whose uploads are written down where the sink keeps its identities. */
    public SinkSettings settings(EmulatedTarget target, Path files, Path state) {
        return settings(
                target.endpoint("ferry"),
                ProtectionSettings.none(),
                20,
                new SinkFiles(
                        Optional.of(files), List.of(), FileLimits.defaults(), Optional.of(state.resolve("uploads"))),
                state);
    }

    private SinkSettings settings(
            DataverseEndpoint user, ProtectionSettings protection, int batchSize, SinkFiles files, Path state) {
        LimitSettings.Sink limits = new LimitSettings.Sink(
                batchSize,
                batchSize,
                4,
                2_000,
                Duration.ofMillis(50),
                Duration.ofSeconds(10),
                Duration.ofMillis(500),
                null,
                null);
        return new SinkSettings(
                topics,
                client(),
                List.of(user),
                Set.of(EmulatedTarget.ORDER),
                Set.of(),
                Set.of(),
                Map.of(),
                Set.of(),
                Map.of(EmulatedTarget.ORDER, 8),
                Map.of(),
                EmulatedTarget.KEY_COLUMN,
                EmulatedTarget.ID_COLUMN,
                limits,
                protection,
                Duration.ofMillis(500),
                Duration.ofSeconds(30),
                files,
                state);
    }

    /** Writes them in one transaction, after one that is aborted: gaps of both kinds are in the topic. */
    public void write(Collection<? extends EntityWrite> writes) {
        producer.beginTransaction();
        writes.stream().limit(3).forEach(this::send);
        producer.flush();
        producer.abortTransaction();
        producer.beginTransaction();
        writes.forEach(this::send);
        producer.commitTransaction();
    }

    /** Writes down what somebody decided, as the commands do. */
    public void decide(ControlEvent event) {
        String topic = topics.control().name();
        producer.beginTransaction();
        producer.send(new ProducerRecord<>(
                topic,
                0,
                null,
                new TopicSerde<>(avro, new ControlCodec()).serializer().serialize(topic, event)));
        producer.commitTransaction();
    }

    /** Makes an identity known, as whoever found the row or decided of it does. */
    public void know(RowId row, Identity identity) {
        String topic = topics.identities().name();
        producer.beginTransaction();
        producer.send(new ProducerRecord<>(
                topic,
                0,
                row.text(),
                new TopicSerde<>(avro, new IdentityCodec()).serializer().serialize(topic, identity)));
        producer.commitTransaction();
    }

    /** The old values of rows, in the order in which they were recorded. */
    public List<BeforeImage> beforeImages() {
        return read(topics.beforeImages(EmulatedTarget.ORDER), new BeforeImageCodec()).stream()
                .map(ConsumerRecord::value)
                .toList();
    }

    /** All outcomes so far, in the order of each partition. */
    public List<RecordedOutcome> outcomes() {
        return read(topics.outcomes(EmulatedTarget.ORDER), new OutcomeCodec()).stream()
                .map(ConsumerRecord::value)
                .toList();
    }

    /** Waits until as many outcomes are there; no more are waited for. */
    public List<RecordedOutcome> awaitOutcomes(int count, Runnable check) throws InterruptedException {
        return await(outcomes -> outcomes.size() >= count, count + " outcomes", check);
    }

    public List<RecordedOutcome> awaitOutcomes(int count, Duration patience, Runnable check)
            throws InterruptedException {
        return await(outcomes -> outcomes.size() >= count, count + " outcomes", patience, check);
    }

    /** The last identity of each row, by canonical text. */
    public Map<String, Identity> identities() {
        Map<String, Identity> identities = new HashMap<>();
        read(topics.identities(), new IdentityCodec()).forEach(record -> identities.put(record.key(), record.value()));
        return identities;
    }

    /** What the sinks have used of the daily entitlement. */
    public long used() {
        Map<String, Long> used = new HashMap<>();
        read(topics.usage(), new RequestUseCodec())
                .forEach(record -> used.put(record.key(), record.value().requests()));
        return used.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Whom the target does not let in, as the sinks said last. */
    public Optional<String> shutOut() {
        Optional<String> last = Optional.empty();
        for (ConsumerRecord<String, RequestUse> record : read(topics.usage(), new RequestUseCodec())) {
            last = record.value().shutOut();
        }
        return last;
    }

    /** What the sink committed, by partition of the writes. */
    public Map<TopicPartition, OffsetAndMetadata> checkpoints() {
        try {
            return admin.listConsumerGroupOffsets(topics.sinkGroup())
                    .partitionsToOffsetAndMetadata()
                    .get();
        } catch (InterruptedException | ExecutionException failed) {
            throw new IllegalStateException(failed);
        }
    }

    /** The ends of the partitions of the writes. */
    public Map<TopicPartition, Long> ends() {
        Topic topic = topics.writes(EmulatedTarget.ORDER);
        try (KafkaConsumer<String, EntityWrite> consumer = consumer(new EntityWriteCodec())) {
            return consumer.endOffsets(partitions(topic));
        }
    }

    @Override
    public void close() {
        producer.close();
        admin.close();
    }

    private List<RecordedOutcome> await(Predicate<List<RecordedOutcome>> reached, String what, Runnable check)
            throws InterruptedException {
        return await(reached, what, TIMEOUT, check);
    }

    private List<RecordedOutcome> await(
            Predicate<List<RecordedOutcome>> reached, String what, Duration patience, Runnable check)
            throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            List<RecordedOutcome> outcomes = outcomes();
            if (reached.test(outcomes)) {
                return outcomes;
            }
            check.run();
            if (System.nanoTime() > deadline) {
                throw new AssertionError("after " + patience + " there are " + outcomes.size() + " of " + what);
            }
            Thread.sleep(50);
        }
    }

    private void send(EntityWrite write) {
        Topic topic = topics.writes(write.row().entity());
        String key = write.row().text();
        byte[] value =
                new TopicSerde<>(avro, new EntityWriteCodec()).serializer().serialize(topic.name(), write);
        producer.send(new ProducerRecord<>(topic.name(), RowPartitioner.ofRowId(key, topic.partitions()), key, value));
    }

    private <T> List<ConsumerRecord<String, T>> read(Topic topic, RecordCodec<T> codec) {
        List<ConsumerRecord<String, T>> records = new ArrayList<>();
        try (KafkaConsumer<String, T> consumer = consumer(codec)) {
            List<TopicPartition> partitions = partitions(topic);
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
            }
        }
        return records;
    }

    private <T> KafkaConsumer<String, T> consumer(RecordCodec<T> codec) {
        Properties properties = client();
        properties.put("isolation.level", "read_committed");
        return new KafkaConsumer<>(properties, new StringDeserializer(), new TopicSerde<>(avro, codec).deserializer());
    }

    private static List<TopicPartition> partitions(Topic topic) {
        List<TopicPartition> partitions = new ArrayList<>();
        for (int partition = 0; partition < topic.partitions(); partition++) {
            partitions.add(new TopicPartition(topic.name(), partition));
        }
        return partitions;
    }

    private static Properties client() {
        Properties client = new Properties();
        client.put("bootstrap.servers", SinkServers.kafka());
        return client;
    }
}
