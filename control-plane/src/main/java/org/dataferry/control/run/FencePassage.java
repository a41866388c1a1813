package org.dataferry.control.run;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.dataferry.control.ControlException;
import org.dataferry.schemas.fence.FenceEvent;
import org.dataferry.schemas.topic.MigrationTopics;

/**
 * Follows a fence through the stages after capture, by what they commit.
 *
 * <p>Transform has passed when its committed offsets are beyond those of the fence; its writes stand in their topics by
 * then, as both are one transaction. The sink has passed when its committed offsets, each the lowest one without an
 * outcome, are beyond the ends that the topics of writes had at that moment.
 */
final class FencePassage {

    private final Admin admin;
    private final MigrationTopics topics;
    private final Collection<String> entities;
    private final Duration timeout;
    private Optional<Map<TopicPartition, Long>> writesToPass = Optional.empty();

    FencePassage(Admin admin, MigrationTopics topics, Collection<String> entities, Duration timeout) {
        this.admin = admin;
        this.topics = topics;
        this.entities = entities;
        this.timeout = timeout;
    }

    /** Whether every write announced before the fence has its outcome. */
    boolean isPassed(FenceEvent.Reached fence) {
        if (writesToPass.isEmpty()) {
            if (!reached(topics.transformApplication(), changes(fence))) {
                return false;
            }
            writesToPass = Optional.of(writeEnds());
        }
        return reached(topics.sinkGroup(), writesToPass.get());
    }

    private static Map<TopicPartition, Long> changes(FenceEvent.Reached fence) {
        Map<TopicPartition, Long> offsets = new HashMap<>();
        fence.changeOffsets()
                .forEach((topic, ends) -> ends.byPartition()
                        .forEach((partition, end) -> offsets.put(new TopicPartition(topic, partition), end)));
        return offsets;
    }

    private Map<TopicPartition, Long> writeEnds() {
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        for (String entity : entities) {
            for (int partition = 0; partition < topics.partitions(); partition++) {
                asked.put(new TopicPartition(topics.writes(entity).name(), partition), OffsetSpec.latest());
            }
        }
        Map<TopicPartition, Long> ends = new HashMap<>();
        await(admin.listOffsets(asked, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
                        .all())
                .forEach((partition, end) -> ends.put(partition, end.offset()));
        return ends;
    }

    private boolean reached(String group, Map<TopicPartition, Long> offsets) {
        Map<TopicPartition, OffsetAndMetadata> committed =
                await(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
        return offsets.entrySet().stream().allMatch(wanted -> {
            OffsetAndMetadata at = committed.get(wanted.getKey());
            return wanted.getValue() == 0 || at != null && at.offset() >= wanted.getValue();
        });
    }

    private <T> T await(KafkaFuture<T> future) {
        try {
            return future.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException failed) {
            throw new ControlException("Kafka did not tell how far the stages are", failed.getCause());
        } catch (TimeoutException late) {
            throw new ControlException("Kafka did not tell how far the stages are within " + timeout, late);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new ControlException("interrupted while following a fence", interrupted);
        }
    }
}
