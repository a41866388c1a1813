package org.dataferry.capture.log;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.dataferry.capture.CaptureException;
import org.dataferry.schemas.fence.FenceEvent.PartitionOffsets;
import org.dataferry.schemas.topic.Topic;

/** The offset that the next record of each partition will get, kept without asking Kafka again. Thread-safe. */
public final class EndOffsets {

    private final Map<TopicPartition, Long> ends = new ConcurrentHashMap<>();

    /** Begins with what Kafka says of some topics; others are not kept. */
    public static EndOffsets read(Admin admin, Collection<Topic> topics, Duration timeout) {
        EndOffsets offsets = new EndOffsets();
        Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
        for (Topic topic : topics) {
            for (int partition = 0; partition < topic.partitions(); partition++) {
                wanted.put(new TopicPartition(topic.name(), partition), OffsetSpec.latest());
            }
        }
        try {
            admin.listOffsets(wanted)
                    .all()
                    .get(timeout.toMillis(), TimeUnit.MILLISECONDS)
                    .forEach((partition, end) -> offsets.ends.put(partition, end.offset()));
        } catch (ExecutionException | TimeoutException unanswered) {
            throw new CaptureException("Kafka did not tell the end offsets of the change topics", unanswered);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new CaptureException("interrupted while reading end offsets", interrupted);
        }
        return offsets;
    }

    void written(RecordMetadata record) {
        ends.computeIfPresent(
                new TopicPartition(record.topic(), record.partition()),
                (partition, end) -> Math.max(end, record.offset() + 1));
    }

    /** By topic. */
    public Map<String, PartitionOffsets> byTopic() {
        Map<String, Map<Integer, Long>> byTopic = new HashMap<>();
        ends.forEach((partition, end) -> byTopic.computeIfAbsent(partition.topic(), topic -> new HashMap<>())
                .put(partition.partition(), end));
        Map<String, PartitionOffsets> offsets = new HashMap<>();
        byTopic.forEach((topic, byPartition) -> offsets.put(topic, new PartitionOffsets(byPartition)));
        return offsets;
    }
}
