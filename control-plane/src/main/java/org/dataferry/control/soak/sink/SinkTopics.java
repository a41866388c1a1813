package org.dataferry.control.soak.sink;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Properties;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.dataferry.schemas.avro.ConfluentAvro;
import org.dataferry.schemas.avro.EntityWriteCodec;
import org.dataferry.schemas.avro.IdentityCodec;
import org.dataferry.schemas.avro.OutcomeCodec;
import org.dataferry.schemas.avro.RecordCodec;
import org.dataferry.schemas.avro.TopicSerde;
import org.dataferry.schemas.identity.Identity;
import org.dataferry.schemas.outcome.RecordedOutcome;
import org.dataferry.schemas.registry.HttpSchemaRegistry;
import org.dataferry.schemas.registry.RegistryEndpoint;
import org.dataferry.schemas.topic.MigrationTopics;
import org.dataferry.schemas.topic.RowPartitioner;
import org.dataferry.schemas.topic.Topic;
import org.dataferry.schemas.topic.TopicCreator;
import org.dataferry.schemas.write.EntityWrite;

/** Both sides of the sink's topics: written in transactions as the transform does, and read as committed. */
final class SinkTopics implements AutoCloseable {

    static final int PARTITIONS = 3;

    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final MigrationTopics topics;
    private final Admin admin;
    private final KafkaProducer<String, byte[]> producer;
    private final Serializer<EntityWrite> writes;
    private final KafkaConsumer<String, RecordedOutcome> outcomes;
    private final KafkaConsumer<String, Identity> identities;

    SinkTopics(String kafka, String registry, MigrationTopics topics) {
        this.topics = topics;
        Properties client = new Properties();
        client.put("bootstrap.servers", kafka);
        ConfluentAvro avro = new ConfluentAvro(new HttpSchemaRegistry(RegistryEndpoint.of(registry)));
        this.admin = Admin.create(client);
        List<Topic> all = new ArrayList<>(List.of(topics.identities(), topics.control(), topics.usage()));
        for (String written : written()) {
            all.addAll(List.of(topics.writes(written), topics.outcomes(written)));
        }
        SoakTables.ENTITIES.forEach(entity -> all.add(topics.beforeImages(entity)));
        new TopicCreator(admin, TIMEOUT).ensure(all);
        this.writes = new TopicSerde<>(avro, new EntityWriteCodec()).serializer();
        Properties transactional = new Properties();
        transactional.putAll(client);
        transactional.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, topics.migration() + "-transform");
        this.producer = new KafkaProducer<>(transactional, new StringSerializer(), new ByteArraySerializer());
        producer.initTransactions();
        this.outcomes = reader(
                client,
                avro,
                new OutcomeCodec(),
                written().stream().map(topics::outcomes).toList());
        this.identities = reader(client, avro, new IdentityCodec(), List.of(topics.identities()));
    }

    private static List<String> written() {
        List<String> written = new ArrayList<>(SoakTables.ENTITIES);
        written.add(SoakTables.VISITS);
        return written;
    }

    private static <T> KafkaConsumer<String, T> reader(
            Properties client, ConfluentAvro avro, RecordCodec<T> codec, List<Topic> of) {
        Properties properties = new Properties();
        properties.putAll(client);
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        KafkaConsumer<String, T> consumer =
                new KafkaConsumer<>(properties, new StringDeserializer(), new TopicSerde<>(avro, codec).deserializer());
        List<TopicPartition> partitions = new ArrayList<>();
        for (Topic topic : of) {
            for (int partition = 0; partition < topic.partitions(); partition++) {
                partitions.add(new TopicPartition(topic.name(), partition));
            }
        }
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        return consumer;
    }

    /** One transaction; @param abortFirst whether it is aborted once and made again, which leaves a gap of both kinds */
    void write(Collection<EntityWrite> batch, boolean abortFirst) {
        producer.beginTransaction();
        batch.forEach(this::send);
        if (abortFirst) {
            producer.flush();
            producer.abortTransaction();
            producer.beginTransaction();
            batch.forEach(this::send);
        }
        producer.commitTransaction();
    }

    private void send(EntityWrite write) {
        Topic topic = topics.writes(write.row().entity());
        String key = write.row().text();
        producer.send(new ProducerRecord<>(
                topic.name(),
                RowPartitioner.ofRowId(key, topic.partitions()),
                key,
                writes.serialize(topic.name(), write)));
    }

    /** What the sink has told since the last call. */
    void read(Duration patience, Binder binder, Consumer<RecordedOutcome> outcome) {
        identities.poll(Duration.ZERO).forEach(record -> binder.know(record.key(), record.value()));
        outcomes.poll(patience).forEach(record -> outcome.accept(record.value()));
    }

    @Override
    public void close() {
        producer.close(TIMEOUT);
        outcomes.close();
        identities.close();
        admin.close(TIMEOUT);
    }
}
