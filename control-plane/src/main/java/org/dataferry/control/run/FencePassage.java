package org.dataferry.control.run;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;
import org.dataferry.control.ledger.StageOffsets;
import org.dataferry.control.ledger.SumCheck;
import org.dataferry.schemas.fence.FenceEvent;
import org.dataferry.schemas.topic.MigrationTopics;

/**
 * Follows a fence through the stages after capture, by what they commit.
 *
 * <p>Transform has passed when its committed offsets are beyond those of the fence, and then beyond the votes for merged rows
 * and links that were cast by then; its writes stand in their topics, as both are one transaction. The sink has passed when its committed offsets, each the lowest one without an
 * outcome, are beyond the ends that the topics of writes had at that moment.
 */
final class FencePassage {

    private final StageOffsets stages;
    private final MigrationTopics topics;
    private final Collection<String> entities;
    private final BooleanSupplier searching;
    private Optional<Map<TopicPartition, Long>> votesToPass = Optional.empty();
    private Map<TopicPartition, Long> announced = Map.of();
    private Optional<Map<TopicPartition, Long>> writesToPass = Optional.empty();

    /**
     * @param searching whether transform still looks for rows that a completed epoch did not bring; it does so after the
     *     marker's offset, so offsets alone do not tell
     */
    FencePassage(StageOffsets stages, MigrationTopics topics, Collection<String> entities, BooleanSupplier searching) {
        this.stages = stages;
        this.topics = topics;
        this.entities = entities;
        this.searching = searching;
    }

    /** Whether every write announced before the fence has its outcome. */
    boolean isPassed(FenceEvent.Reached fence) {
        if (votesToPass.isEmpty()) {
            if (!reached(topics.transformApplication(), changes(fence)) || searching.getAsBoolean()) {
                return false;
            }
            votesToPass = Optional.of(stages.ends(partitions(topics.votes().name())));
        }
        if (writesToPass.isEmpty()) {
            if (!reached(topics.transformApplication(), votesToPass.get())) {
                return false;
            }
            // In this order: whatever is announced below the one has its writes below the other.
            announced = stages.stableEnds(SumCheck.fanOuts(topics));
            writesToPass = Optional.of(stages.ends(writes()));
        }
        return reached(topics.sinkGroup(), writesToPass.get());
    }

    /** The ends that the topic of fan-outs had when transform had passed the fence; nothing before that. */
    Map<TopicPartition, Long> announced() {
        return announced;
    }

    private static Map<TopicPartition, Long> changes(FenceEvent.Reached fence) {
        Map<TopicPartition, Long> offsets = new HashMap<>();
        fence.changeOffsets()
                .forEach((topic, ends) -> ends.byPartition()
                        .forEach((partition, end) -> offsets.put(new TopicPartition(topic, partition), end)));
        return offsets;
    }

    private List<TopicPartition> writes() {
        List<TopicPartition> writes = new ArrayList<>();
        entities.forEach(
                entity -> writes.addAll(partitions(topics.writes(entity).name())));
        return writes;
    }

    private List<TopicPartition> partitions(String topic) {
        return IntStream.range(0, topics.partitions())
                .mapToObj(partition -> new TopicPartition(topic, partition))
                .toList();
    }

    /** A stage commits nothing for a partition in which nothing was ever written; its end is 0 then. */
    private boolean reached(String group, Map<TopicPartition, Long> offsets) {
        Map<TopicPartition, Long> committed = stages.committed(group);
        return offsets.entrySet().stream()
                .allMatch(wanted -> committed.getOrDefault(wanted.getKey(), 0L) >= wanted.getValue());
    }
}
