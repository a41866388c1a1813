package org.dataferry.control.ledger;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.dataferry.control.ControlException;

/** Asks Kafka. */
public final class KafkaStageOffsets implements StageOffsets {

    private final Admin admin;
    private final Duration timeout;

    /** @param timeout for one question */
    public KafkaStageOffsets(Admin admin, Duration timeout) {
        this.admin = admin;
        this.timeout = timeout;
    }

    @Override
    public Map<TopicPartition, Long> committed(String group) {
        try {
            Map<TopicPartition, Long> committed = new HashMap<>();
            await(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata())
                    .forEach((partition, at) -> {
                        // Null where the group has joined and not committed yet.
                        if (at != null) {
                            committed.put(partition, at.offset());
                        }
                    });
            return committed;
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof GroupIdNotFoundException) {
                return Map.of();
            }
            throw new ControlException("Kafka did not tell how far the stages are: " + failed.getCause(), failed);
        }
    }

    @Override
    public Map<TopicPartition, Long> ends(Collection<TopicPartition> partitions) {
        return ends(partitions, IsolationLevel.READ_UNCOMMITTED);
    }

    @Override
    public Map<TopicPartition, Long> stableEnds(Collection<TopicPartition> partitions) {
        return ends(partitions, IsolationLevel.READ_COMMITTED);
    }

    /** Whether a topic is there. */
    public boolean exists(String topic) {
        return topics().contains(topic);
    }

    /** The names of all topics. */
    public Set<String> topics() {
        try {
            return await(admin.listTopics().names());
        } catch (ExecutionException failed) {
            throw new ControlException("Kafka did not tell which topics there are: " + failed.getCause(), failed);
        }
    }

    /** Whether a group has members, so that somebody reads what is written for it. */
    public boolean hasMembers(String group) {
        try {
            return !await(admin.describeConsumerGroups(List.of(group))
                            .describedGroups()
                            .get(group))
                    .members()
                    .isEmpty();
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof GroupIdNotFoundException) {
                return false;
            }
            throw new ControlException("Kafka did not tell who reads: " + failed.getCause(), failed);
        }
    }

    private Map<TopicPartition, Long> ends(Collection<TopicPartition> partitions, IsolationLevel isolation) {
        Map<TopicPartition, OffsetSpec> asked =
                partitions.stream().collect(Collectors.toMap(partition -> partition, partition -> OffsetSpec.latest()));
        try {
            Map<TopicPartition, Long> ends = new HashMap<>();
            await(admin.listOffsets(asked, new ListOffsetsOptions(isolation)).all())
                    .forEach((partition, end) -> ends.put(partition, end.offset()));
            return ends;
        } catch (ExecutionException failed) {
            throw new ControlException("Kafka did not tell where topics end: " + failed.getCause(), failed);
        }
    }

    private <T> T await(KafkaFuture<T> future) throws ExecutionException {
        try {
            return future.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            throw new ControlException("Kafka did not tell how far the stages are within " + timeout, late);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new ControlException("interrupted while asking how far the stages are", interrupted);
        }
    }
}
