package org.dataferry.transform;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.dataferry.schemas.avro.ConfluentAvro;
import org.dataferry.schemas.avro.FenceCodec;
import org.dataferry.schemas.avro.TopicSerde;
import org.dataferry.schemas.fence.FenceEvent;
import org.dataferry.schemas.topic.MigrationTopics;
import org.dataferry.transform.row.ParkedCounts;

/**
 * Tells in {@code fences} how many rows of each partition wait for another row, once transform has passed a fence. A
 * partition that tells the same as before says nothing; one that is new here speaks in any case, as the instance that had
 * it may have said something else.
 */
final class ParkedReport implements AutoCloseable {

    private static final String STAGE = "transform";
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final MigrationTopics topics;
    private final ParkedCounts parked;
    private final Producer<String, FenceEvent> producer;
    private final Map<Integer, Map<String, Long>> told = new HashMap<>();

    ParkedReport(MigrationTopics topics, ConfluentAvro avro, Properties client, ParkedCounts parked) {
        this.topics = topics;
        this.parked = parked;
        this.producer = new KafkaProducer<>(
                client, new StringSerializer(), new TopicSerde<>(avro, new FenceCodec()).serializer());
    }

    void passed(String fenceId) {
        Map<Integer, Map<String, Long>> now = parked.counts();
        told.keySet().retainAll(now.keySet());
        now.forEach((partition, rows) -> {
            if (!rows.equals(told.put(partition, rows))) {
                producer.send(new ProducerRecord<>(
                        topics.fences().name(),
                        fenceId,
                        new FenceEvent.Passed(fenceId, topics.rebuild(), STAGE, partition, Map.of(), rows)));
            }
        });
    }

    @Override
    public void close() {
        producer.close(TIMEOUT);
    }
}
