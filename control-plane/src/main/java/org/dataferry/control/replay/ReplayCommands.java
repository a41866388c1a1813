package org.dataferry.control.replay;

import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.dataferry.control.ControlException;
import org.dataferry.schemas.avro.ConfluentAvro;
import org.dataferry.schemas.avro.ReplayCodec;
import org.dataferry.schemas.replay.ReplayCommand;
import org.dataferry.schemas.topic.MigrationTopics;
import org.dataferry.schemas.topic.RowPartitioner;
import org.dataferry.schemas.topic.Topic;

/** Publishes the commands of a replay, each to the task that owns its source row. */
public final class ReplayCommands implements AutoCloseable {

    private final MigrationTopics topics;
    private final ConfluentAvro avro;
    private final Producer<String, byte[]> producer;
    private final Clock clock;

    public ReplayCommands(MigrationTopics topics, ConfluentAvro avro, Properties client, Clock clock) {
        this(topics, avro, new KafkaProducer<>(client, new StringSerializer(), new ByteArraySerializer()), clock);
    }

    ReplayCommands(MigrationTopics topics, ConfluentAvro avro, Producer<String, byte[]> producer, Clock clock) {
        this.topics = topics;
        this.avro = avro;
        this.producer = producer;
        this.clock = clock;
    }

    /**
     * Returns when all are acknowledged.
     *
     * @param requestedBy who asked for it
     * @return by partition, the offset behind the last command
     */
    public Map<TopicPartition, Long> publish(String replayId, List<ReplayStep> steps, String requestedBy) {
        Topic topic = topics.replays();
        ReplayCodec codec = new ReplayCodec();
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        for (ReplayStep step : steps) {
            ReplayRow row = step.row();
            ReplayCommand command =
                    new ReplayCommand(replayId, row.table(), row.key(), step.entity(), requestedBy, clock.instant());
            String key = row.key().text();
            sent.add(producer.send(new ProducerRecord<>(
                    topic.name(),
                    RowPartitioner.ofSourceKey(key, topic.partitions()),
                    key,
                    avro.encode(topic.valueSubject(), codec.write(command)))));
        }
        producer.flush();
        Map<TopicPartition, Long> ends = new HashMap<>();
        for (Future<RecordMetadata> one : sent) {
            RecordMetadata where = acknowledged(one);
            ends.merge(new TopicPartition(where.topic(), where.partition()), where.offset() + 1, Math::max);
        }
        return ends;
    }

    @Override
    public void close() {
        producer.close();
    }

    private static RecordMetadata acknowledged(Future<RecordMetadata> sent) {
        try {
            return sent.get();
        } catch (ExecutionException failed) {
            throw new ControlException(
                    "Kafka did not take all commands of the replay; those that it took will be done: "
                            + failed.getCause().getMessage(),
                    failed.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new ControlException("interrupted while the replay was published", interrupted);
        }
    }
}
