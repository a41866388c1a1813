package org.dataferry.control.run;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.dataferry.control.ledger.EntityStatus;
import org.dataferry.control.ledger.Imbalance;
import org.dataferry.schemas.SchemasException;
import org.dataferry.schemas.avro.ConfluentAvro;
import org.dataferry.schemas.avro.FenceCodec;
import org.dataferry.schemas.avro.TopicSerde;
import org.dataferry.schemas.fence.FenceEvent;
import org.dataferry.schemas.topic.MigrationTopics;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes down what a run counts at fences, so that the ledger has it, an imbalance above all. Nothing waits for that, and it may
 * fail: then the log says so, and the status has the imbalance all the same.
 */
final class CheckedFences implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(CheckedFences.class);

    /** The longest that a check may be held up while Kafka is away. */
    private static final Duration MOST_BLOCKED = Duration.ofSeconds(1);

    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

    private final MigrationTopics topics;
    private final Producer<String, FenceEvent> producer;
    private Map<String, FenceEvent.Sum> told = Map.of();

    CheckedFences(MigrationTopics topics, ConfluentAvro avro, Properties client) {
        this(topics, producer(avro, client));
    }

    CheckedFences(MigrationTopics topics, Producer<String, FenceEvent> producer) {
        this.topics = topics;
        this.producer = producer;
    }

    private static Producer<String, FenceEvent> producer(ConfluentAvro avro, Properties client) {
        Properties properties = new Properties();
        properties.putAll(client);
        properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, MOST_BLOCKED.toMillis());
        return new KafkaProducer<>(
                properties, new StringSerializer(), new TopicSerde<>(avro, new FenceCodec()).serializer());
    }

    /** Of a heartbeat only if it differs from what was told last, so that an idle migration says nothing. */
    void heartbeat(String fenceId, List<EntityStatus> sums, List<Imbalance> imbalances) {
        if (!told.equals(sums(sums, imbalances))) {
            fence(fenceId, sums, imbalances);
        }
    }

    /** Of a fence that a command has set. */
    void fence(String fenceId, List<EntityStatus> sums, List<Imbalance> imbalances) {
        Map<String, FenceEvent.Sum> now = sums(sums, imbalances);
        try {
            producer.send(
                    new ProducerRecord<>(
                            topics.fences().name(), fenceId, new FenceEvent.Checked(fenceId, topics.rebuild(), now)),
                    (sent, failed) -> {
                        if (failed != null) {
                            LOG.warn("What was counted at a fence could not be written down fence={}", fenceId, failed);
                        }
                    });
            told = now;
        } catch (KafkaException | SchemasException failed) {
            LOG.warn("What was counted at a fence could not be written down fence={}", fenceId, failed);
        }
    }

    private static Map<String, FenceEvent.Sum> sums(List<EntityStatus> entities, List<Imbalance> imbalances) {
        Map<String, FenceEvent.Sum> sums = new HashMap<>();
        entities.forEach(entity ->
                sums.put(entity.entity(), new FenceEvent.Sum(entity.announced(), outcomes(entity), 0, List.of())));
        imbalances.forEach(one -> sums.computeIfPresent(
                one.entity(),
                (entity, sum) -> new FenceEvent.Sum(sum.announced(), sum.outcomes(), one.count(), one.writeIds())));
        return sums;
    }

    private static Map<String, Long> outcomes(EntityStatus entity) {
        return Map.of(
                "applied", entity.applied(),
                "alreadyApplied", entity.alreadyApplied(),
                "skipped", entity.skipped(),
                "parked", entity.parked(),
                "deferred", entity.deferred(),
                "bounced", entity.bounced(),
                "rejected", entity.rejected(),
                "inFlight", entity.inFlight());
    }

    @Override
    public void close() {
        producer.close(CLOSE_TIMEOUT);
    }
}
