package org.dataferry.sink.loop;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.dataferry.schemas.avro.BeforeImageCodec;
import org.dataferry.schemas.avro.ConfluentAvro;
import org.dataferry.schemas.avro.IdentityCodec;
import org.dataferry.schemas.avro.OutcomeCodec;
import org.dataferry.schemas.avro.TopicSerde;
import org.dataferry.schemas.identity.BeforeImage;
import org.dataferry.schemas.identity.Identity;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.outcome.RecordedOutcome;
import org.dataferry.schemas.topic.MigrationTopics;
import org.dataferry.schemas.topic.RowPartitioner;
import org.dataferry.schemas.topic.Topic;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Outcomes, identities, before-images and offsets in one Kafka transaction: after a kill either all are there or none.
 *
 * <p>No HTTP call is ever made within one, so a transaction lasts milliseconds.
 */
final class OutcomeTransactions implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(OutcomeTransactions.class);

    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

    private final Producer<String, byte[]> producer;
    private final MigrationTopics topics;
    private final TopicSerde<RecordedOutcome> outcomes;
    private final TopicSerde<Identity> identities;
    private final TopicSerde<BeforeImage> beforeImages;
    private final HaltPoint.Observer observer;

    OutcomeTransactions(
            Producer<String, byte[]> producer,
            MigrationTopics topics,
            ConfluentAvro avro,
            HaltPoint.Observer observer) {
        this.producer = producer;
        this.topics = topics;
        this.outcomes = new TopicSerde<>(avro, new OutcomeCodec());
        this.identities = new TopicSerde<>(avro, new IdentityCodec());
        this.beforeImages = new TopicSerde<>(avro, new BeforeImageCodec());
        this.observer = observer;
    }

    /**
     * Commits what waits in the results, and the offsets.
     *
     * @return false if the group is being rebalanced and knows us no longer by this membership: nothing was recorded, and
     *     the results wait on
     */
    boolean commit(Results results, Map<TopicPartition, OffsetAndMetadata> offsets, ConsumerGroupMetadata group) {
        producer.beginTransaction();
        results.outcomes().forEach(outcome -> producer.send(record(outcome)));
        results.beforeImages().forEach(image -> producer.send(record(image)));
        results.identities().forEach((row, identity) -> producer.send(record(row, identity)));
        try {
            producer.sendOffsetsToTransaction(offsets, group);
        } catch (CommitFailedException rebalanced) {
            LOG.info("Sink could not commit during a rebalance reason={}", rebalanced.getMessage());
            producer.abortTransaction();
            return false;
        }
        observer.reached(HaltPoint.BEFORE_COMMIT);
        producer.commitTransaction();
        results.committed();
        return true;
    }

    private ProducerRecord<String, byte[]> record(RecordedOutcome outcome) {
        String row = outcome.write().row().text();
        Topic topic = topics.outcomes(outcome.write().row().entity());
        byte[] value = outcomes.serializer().serialize(topic.name(), outcome);
        return new ProducerRecord<>(topic.name(), RowPartitioner.ofRowId(row, topic.partitions()), row, value);
    }

    private ProducerRecord<String, byte[]> record(BeforeImage image) {
        String row = image.row().text();
        Topic topic = topics.beforeImages(image.row().entity());
        byte[] value = beforeImages.serializer().serialize(topic.name(), image);
        return new ProducerRecord<>(topic.name(), RowPartitioner.ofRowId(row, topic.partitions()), row, value);
    }

    private ProducerRecord<String, byte[]> record(RowId row, Identity identity) {
        String topic = topics.identities().name();
        return new ProducerRecord<>(
                topic, 0, row.text(), identities.serializer().serialize(topic, identity));
    }

    @Override
    public void close() {
        producer.close(CLOSE_TIMEOUT);
    }
}
