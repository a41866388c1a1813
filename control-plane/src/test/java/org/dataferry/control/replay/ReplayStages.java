package org.dataferry.control.replay;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.dataferry.control.ledger.KafkaStageOffsets;
import org.dataferry.schemas.avro.ConfluentAvro;
import org.dataferry.schemas.avro.FanOutCodec;
import org.dataferry.schemas.avro.OutcomeCodec;
import org.dataferry.schemas.avro.ReplayCodec;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.outcome.Outcome;
import org.dataferry.schemas.outcome.RecordedOutcome;
import org.dataferry.schemas.registry.HttpSchemaRegistry;
import org.dataferry.schemas.registry.RegistryEndpoint;
import org.dataferry.schemas.replay.ReplayCommand;
import org.dataferry.schemas.topic.MigrationTopics;
import org.dataferry.schemas.topic.Topic;
import org.dataferry.schemas.write.Cause;
import org.dataferry.schemas.write.FanOut;
import org.dataferry.schemas.write.Part;
import org.dataferry.schemas.write.WriteId;

/** A migration in a real Kafka whose stages do what replays ask for, one row after the other: each is applied. */
final class ReplayStages implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(50);

    private final MigrationTopics topics;
    private final Admin admin;
    private final ReplayLog log;
    private final Thread thread = new Thread(this::run, "stages-of-replays");
    private volatile boolean isHeld;
    private volatile boolean isClosed;

    ReplayStages(String migration) throws ExecutionException, InterruptedException {
        topics = new MigrationTopics(migration, 1, 2);
        admin = Admin.create(client());
        log = log(topics, admin);
        admin.createTopics(Stream.of(topics.replays(), topics.control(), topics.fanOuts(), topics.outcomes("account"))
                        .map(topic -> new NewTopic(topic.name(), topic.partitions(), (short) 1))
                        .toList())
                .all()
                .get();
        thread.start();
    }

    static ReplayLog log(MigrationTopics topics, Admin admin) {
        return new ReplayLog(topics, avro(), client(), new KafkaStageOffsets(admin, ReplayLog.TIMEOUT));
    }

    static Properties client() {
        Properties properties = new Properties();
        properties.setProperty(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, ReplayServers.kafka());
        return properties;
    }

    private static ConfluentAvro avro() {
        return new ConfluentAvro(new HttpSchemaRegistry(RegistryEndpoint.of(ReplayServers.registry())));
    }

    ReplayLog log() {
        return log;
    }

    /** They do nothing until they are let go again, as if the run had stopped. */
    void hold(boolean held) {
        isHeld = held;
    }

    /** Every command that stands in the log of a replay, also those that stand there twice. */
    List<String> commands(String replayId) {
        List<String> keys = new ArrayList<>();
        try (KafkaConsumer<String, byte[]> consumer = consumer("")) {
            List<TopicPartition> partitions = partitions();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(one -> consumer.position(one) < ends.get(one))) {
                for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
                    ReplayCommand command = read(record);
                    if (command.replayId().equals(replayId)) {
                        keys.add(command.key().text());
                    }
                }
            }
        }
        return keys;
    }

    private void run() {
        try (KafkaConsumer<String, byte[]> consumer = consumer(topics.transformApplication());
                KafkaProducer<String, byte[]> producer =
                        new KafkaProducer<>(client(), new StringSerializer(), new ByteArraySerializer())) {
            List<TopicPartition> partitions = partitions();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            while (!isClosed) {
                if (isHeld) {
                    consumer.pause(partitions);
                } else {
                    consumer.resume(consumer.paused());
                }
                for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
                    apply(read(record), producer);
                    producer.flush();
                    consumer.commitSync(Map.of(
                            new TopicPartition(record.topic(), record.partition()),
                            new OffsetAndMetadata(record.offset() + 1)));
                }
            }
        }
    }

    private void apply(ReplayCommand command, KafkaProducer<String, byte[]> producer) {
        WriteId write = new WriteId(
                new Cause.OfReplay(command.replayId()),
                new RowId.OfSource(command.entity(), command.table(), command.key()),
                Part.ROW);
        Topic fanOuts = topics.fanOuts();
        producer.send(new ProducerRecord<>(
                fanOuts.name(),
                command.key().text(),
                log.avro()
                        .encode(
                                fanOuts.valueSubject(),
                                new FanOutCodec().write(new FanOut.Reannounced(write.cause(), List.of(write))))));
        Topic outcomes = topics.outcomes(command.entity());
        producer.send(new ProducerRecord<>(
                outcomes.name(),
                write.row().text(),
                log.avro()
                        .encode(
                                outcomes.valueSubject(),
                                new OutcomeCodec()
                                        .write(new RecordedOutcome(
                                                write,
                                                1,
                                                new Outcome.Applied(Outcome.Effect.UPDATED),
                                                RecordedOutcome.Stage.SINK,
                                                Instant.now())))));
    }

    private ReplayCommand read(ConsumerRecord<String, byte[]> record) {
        ReplayCodec codec = new ReplayCodec();
        return codec.read(log.avro().decode(record.value(), codec.schema()));
    }

    private List<TopicPartition> partitions() {
        return IntStream.range(0, topics.partitions())
                .mapToObj(partition -> new TopicPartition(topics.replays().name(), partition))
                .toList();
    }

    private static KafkaConsumer<String, byte[]> consumer(String group) {
        Properties properties = client();
        if (!group.isEmpty()) {
            properties.setProperty(ConsumerConfig.GROUP_ID_CONFIG, group);
        }
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1);
        return new KafkaConsumer<>(properties, new StringDeserializer(), new ByteArrayDeserializer());
    }

    @Override
    public void close() {
        isClosed = true;
        try {
            thread.join();
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
        admin.close();
    }
}
