package org.dataferry.capture.drift;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.dataferry.capture.CaptureException;
import org.dataferry.capture.log.AckedSender;
import org.dataferry.capture.publish.ChangePublisher;
import org.dataferry.capture.publish.PublishedTable;
import org.dataferry.schemas.avro.ConfluentAvro;
import org.dataferry.schemas.topic.MigrationTopics;
import org.dataferry.schemas.topic.Topic;
import org.dataferry.schemas.topic.TopicCreator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The changes of held tables, each in a topic beside that of its table: with the same key, position and partition, so that they
 * go on in their order. How far they have gone on is the committed offset of a group; what a killed process had moved since its
 * last commit goes on twice, and is known by its position. For one thread.
 */
final class HeldChanges {

    private static final Logger LOG = LoggerFactory.getLogger(HeldChanges.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofMillis(200);

    private final MigrationTopics topics;
    private final Map<String, Object> client;
    private final ConfluentAvro avro;
    private final AckedSender sender;
    private final Set<String> made = new HashSet<>();

    HeldChanges(MigrationTopics topics, Map<String, Object> client, ConfluentAvro avro, AckedSender sender) {
        this.topics = topics;
        this.client = Map.copyOf(client);
        this.avro = avro;
        this.sender = sender;
    }

    /** The table as one whose changes are held; its topic is there when this returns. */
    PublishedTable of(PublishedTable table) {
        Topic topic = topics.held(table.name());
        if (made.add(topic.name())) {
            try (Admin admin = Admin.create(client)) {
                new TopicCreator(admin, TIMEOUT).ensure(List.of(topic));
            }
            // Not those of earlier forms: nobody reads both here.
            avro.allowAnySchema(topic.valueSubject());
        }
        return new PublishedTable(table.name(), table.captured(), table.key(), topic);
    }

    /** Whether changes of a table may be held from a time before. */
    boolean mayHave(PublishedTable table) {
        String topic = topics.held(table.name()).name();
        if (made.contains(topic)) {
            return true;
        }
        try (Admin admin = Admin.create(client)) {
            return admin.listTopics()
                    .names()
                    .get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
                    .contains(topic);
        } catch (ExecutionException | TimeoutException unanswered) {
            throw new CaptureException("Kafka did not tell whether there is a topic " + topic, unanswered);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new CaptureException("interrupted while looking for a topic", interrupted);
        }
    }

    /**
     * Moves all that is held of a table on, in its order. Returns when it is acknowledged.
     *
     * @throws ChangePublisher.RefusedException if the registry does not take a change; it and those after it stay
     */
    void release(PublishedTable table) {
        Topic held = topics.held(table.name());
        Map<String, Object> properties = new HashMap<>(client);
        properties.put(ConsumerConfig.GROUP_ID_CONFIG, topics.heldGroup());
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        List<TopicPartition> partitions = new ArrayList<>();
        for (int partition = 0; partition < held.partitions(); partition++) {
            partitions.add(new TopicPartition(held.name(), partition));
        }
        long moved = 0;
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, TIMEOUT);
            long progress = System.nanoTime();
            while (partitions.stream().anyMatch(each -> consumer.position(each, TIMEOUT) < ends.get(each))) {
                int before = (int) moved;
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    move(record, table);
                    moved++;
                }
                sender.awaitAcknowledged();
                commit(consumer, partitions);
                if (moved > before) {
                    progress = System.nanoTime();
                } else if (System.nanoTime() - progress > TIMEOUT.toNanos()) {
                    throw new CaptureException("topic " + held.name() + " was not read on within " + TIMEOUT);
                }
            }
        }
        LOG.info("Held changes went on table={} changes={}", table.name().qualified(), moved);
    }

    private void move(ConsumerRecord<byte[], byte[]> record, PublishedTable table) {
        byte[] value =
                record.value() == null ? null : ChangePublisher.encoded(avro, table, avro.decode(record.value()));
        sender.send(
                new ProducerRecord<>(table.topic().name(), record.partition(), record.key(), value, record.headers()));
    }

    private static void commit(KafkaConsumer<?, ?> consumer, List<TopicPartition> partitions) {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        partitions.forEach(each -> offsets.put(each, new OffsetAndMetadata(consumer.position(each, TIMEOUT))));
        consumer.commitSync(offsets, TIMEOUT);
    }
}
