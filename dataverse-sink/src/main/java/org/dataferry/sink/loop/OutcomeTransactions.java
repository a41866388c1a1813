package org.dataferry.sink.loop;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.dataferry.schemas.avro.IdentityCodec;
import org.dataferry.schemas.avro.OutcomeCodec;
import org.dataferry.schemas.avro.TopicSerde;
import org.dataferry.schemas.identity.Identity;
import org.dataferry.schemas.outcome.RecordedOutcome;
import org.dataferry.schemas.topic.MigrationTopics;
import org.dataferry.schemas.topic.RowPartitioner;
import org.dataferry.schemas.topic.Topic;

/**
 * Outcomes, identities and offsets in one Kafka transaction: after a kill either all three are there or none.
 *
 * <p>No HTTP call is ever made within one, so a transaction lasts milliseconds.
 */
final class OutcomeTransactions implements AutoCloseable {

    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

    private final Producer<String, byte[]> producer;
    private final MigrationTopics topics;
    private final TopicSerde<RecordedOutcome> outcomes;
    private final TopicSerde<Identity> identities;
    private final HaltPoint.Observer observer;

    OutcomeTransactions(
            Producer<String, byte[]> producer,
            MigrationTopics topics,
            org.dataferry.schemas.avro.ConfluentAvro avro,
            HaltPoint.Observer observer) {
        this.producer = producer;
        this.topics = topics;
        this.outcomes = new TopicSerde<>(avro, new OutcomeCodec());
        this.identities = new TopicSerde<>(avro, new IdentityCodec());
        this.observer = observer;
    }

    void commit(Results results, Map<TopicPartition, OffsetAndMetadata> offsets, ConsumerGroupMetadata group) {
        producer.beginTransaction();
        for (RecordedOutcome outcome : results.outcomes()) {
            String row = outcome.write().row().text();
            Topic topic = topics.outcomes(outcome.write().row().entity());
            producer.send(new ProducerRecord<>(
                    topic.name(),
                    RowPartitioner.ofRowId(row, topic.partitions()),
                    row,
                    outcomes.serializer().serialize(topic.name(), outcome)));
        }
        String identitiesTopic = topics.identities().name();
        results.identities()
                .forEach((row, identity) -> producer.send(new ProducerRecord<>(
                        identitiesTopic, 0, row.text(), identities.serializer().serialize(identitiesTopic, identity))));
        producer.sendOffsetsToTransaction(offsets, group);
        observer.reached(HaltPoint.BEFORE_COMMIT);
        producer.commitTransaction();
        results.committed();
    }

    @Override
    public void close() {
        producer.close(CLOSE_TIMEOUT);
    }
}
