package org.dataferry.control.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.dataferry.control.ledger.StageOffsets;
import org.dataferry.schemas.fence.FenceEvent;
import org.dataferry.schemas.key.SourceTable;
import org.dataferry.schemas.topic.MigrationTopics;
import org.junit.jupiter.api.Test;

class FencePassageTest {

    private static final MigrationTopics TOPICS = new MigrationTopics("nw", 1, 2);
    private static final String CHANGES =
            TOPICS.changes(new SourceTable("erp", "public", "customers")).name();
    private static final String WRITES = TOPICS.writes("account").name();
    private static final FenceEvent.Reached FENCE = new FenceEvent.Reached(
            "f",
            FenceEvent.Kind.FENCE,
            "erp",
            Instant.EPOCH,
            Map.of(CHANGES, new FenceEvent.PartitionOffsets(Map.of(0, 10L, 1, 0L))));

    private final Stages stages = new Stages();
    private boolean searching;
    private final FencePassage passage = new FencePassage(stages, TOPICS, List.of("account"), () -> searching);

    /** Stages that are where a test puts them. */
    private static final class Stages implements StageOffsets {
        private final Map<String, Map<TopicPartition, Long>> committed = new HashMap<>();
        private final Map<TopicPartition, Long> ends = new HashMap<>();

        @Override
        public Map<TopicPartition, Long> committed(String group) {
            return committed.getOrDefault(group, Map.of());
        }

        @Override
        public Map<TopicPartition, Long> ends(Collection<TopicPartition> partitions) {
            return partitions.stream()
                    .collect(Collectors.toMap(partition -> partition, partition -> ends.getOrDefault(partition, 0L)));
        }

        @Override
        public Map<TopicPartition, Long> stableEnds(Collection<TopicPartition> partitions) {
            return ends(partitions);
        }

        void transform(long offset) {
            transform(offset, Map.of());
        }

        void transform(long offset, Map<TopicPartition, Long> others) {
            Map<TopicPartition, Long> all = new HashMap<>(others);
            all.put(new TopicPartition(CHANGES, 0), offset);
            committed.put(TOPICS.transformApplication(), all);
        }

        void sink(long offset) {
            committed.put(TOPICS.sinkGroup(), Map.of(new TopicPartition(WRITES, 1), offset));
        }

        void written(long end) {
            ends.put(new TopicPartition(WRITES, 1), end);
        }
    }

    @Test
    void waitsForTransform() {
        assertThat(passage.isPassed(FENCE)).isFalse();
        stages.transform(9);
        assertThat(passage.isPassed(FENCE)).isFalse();
    }

    @Test
    void waitsWhileTransformLooksForRowsThatAnEpochDidNotBring() {
        stages.transform(10);
        stages.sink(0);
        searching = true;

        assertThat(passage.isPassed(FENCE)).isFalse();

        searching = false;
        assertThat(passage.isPassed(FENCE)).isTrue();
    }

    /** Of merged rows and links, which are written when their votes are counted. */
    @Test
    void waitsForTheVotesThatTheChangesBeforeItHaveCast() {
        TopicPartition votes = new TopicPartition(TOPICS.votes().name(), 0);
        stages.ends.put(votes, 4L);
        stages.transform(10);
        assertThat(passage.isPassed(FENCE)).isFalse();
        stages.ends.put(votes, 1_000L);
        stages.transform(10, Map.of(votes, 3L));
        assertThat(passage.isPassed(FENCE)).isFalse();

        stages.transform(10, Map.of(votes, 4L));

        assertThat(passage.isPassed(FENCE)).isTrue();
    }

    @Test
    void waitsForTheSinkToPassWhatTransformHasWritten() {
        stages.transform(10);
        stages.written(7);
        assertThat(passage.isPassed(FENCE)).isFalse();
        stages.sink(6);
        assertThat(passage.isPassed(FENCE)).isFalse();
        stages.sink(7);
        assertThat(passage.isPassed(FENCE)).isTrue();
    }

    @Test
    void doesNotWaitForWhatIsWrittenLater() {
        stages.transform(10);
        stages.written(7);
        assertThat(passage.isPassed(FENCE)).isFalse();

        stages.written(1_000);
        stages.sink(7);

        assertThat(passage.isPassed(FENCE)).isTrue();
    }

    @Test
    void isNotPassedForARebuildByWhatTheRunHasDone() {
        MigrationTopics rebuild = new MigrationTopics("nw", 2, 2);
        FencePassage ofRebuild = new FencePassage(stages, rebuild, List.of("account"), () -> false);
        stages.transform(10);
        stages.sink(7);

        assertThat(passage.isPassed(FENCE)).isTrue();
        assertThat(ofRebuild.isPassed(FENCE)).isFalse();

        stages.committed.put(rebuild.transformApplication(), Map.of(new TopicPartition(CHANGES, 0), 10L));
        stages.ends.put(new TopicPartition(rebuild.writes("account").name(), 0), 3L);
        assertThat(ofRebuild.isPassed(FENCE)).isFalse();
        stages.committed.put(
                rebuild.sinkGroup(),
                Map.of(new TopicPartition(rebuild.writes("account").name(), 0), 3L));
        assertThat(ofRebuild.isPassed(FENCE)).isTrue();
    }

    @Test
    void doesNotWaitForPartitionsInWhichNothingWasWritten() {
        stages.transform(10);

        assertThat(passage.isPassed(FENCE)).isTrue();
    }
}
