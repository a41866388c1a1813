package org.dataferry.control.run;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.dataferry.control.ledger.StageOffsets;
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

    private final StageOffsets stages;
    private final MigrationTopics topics;
    private final Collection<String> entities;
    private Optional<Map<TopicPartition, Long>> writesToPass = Optional.empty();

    FencePassage(StageOffsets stages, MigrationTopics topics, Collection<String> entities) {
        this.stages = stages;
        this.topics = topics;
        this.entities = entities;
    }

    /** Whether every write announced before the fence has its outcome. */
    boolean isPassed(FenceEvent.Reached fence) {
        if (writesToPass.isEmpty()) {
            if (!reached(topics.transformApplication(), changes(fence))) {
                return false;
            }
            writesToPass = Optional.of(stages.ends(writes()));
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

    private List<TopicPartition> writes() {
        List<TopicPartition> writes = new ArrayList<>();
        for (String entity : entities) {
            for (int partition = 0; partition < topics.partitions(); partition++) {
                writes.add(new TopicPartition(topics.writes(entity).name(), partition));
            }
        }
        return writes;
    }

    /** A stage commits nothing for a partition in which nothing was ever written; its end is 0 then. */
    private boolean reached(String group, Map<TopicPartition, Long> offsets) {
        Map<TopicPartition, Long> committed = stages.committed(group);
        return offsets.entrySet().stream()
                .allMatch(wanted -> committed.getOrDefault(wanted.getKey(), 0L) >= wanted.getValue());
    }
}
