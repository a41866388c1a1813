package org.dataferry.control.ledger;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;
import org.dataferry.schemas.topic.MigrationTopics;

/**
 * Once around for all that stands in the topics when it begins: through transform, which reads the outcomes of the sink, and
 * then through the sink, which reads what transform made of them.
 */
final class WayRound {

    /** Longer than any timer of transform's, and than a commit of it. */
    private static final Duration PAUSE = Duration.ofSeconds(1);

    /**
     * After a restart transform commits nothing for a partition in which only ends of transactions have followed, one or
     * two of them. Of outcomes we know the last record itself.
     */
    private static final long MOST_MARKERS = 2;

    private final LedgerReader reader;
    private final StageOffsets stages;
    private final MigrationTopics topics;
    private final Set<String> sent;
    private final Clock clock;
    private final Map<TopicPartition, Long> transformGoal;
    private Optional<Instant> pauseUntil = Optional.empty();
    private Optional<Map<TopicPartition, Long>> sinkGoal = Optional.empty();

    /** @param sent the entities whose writes the sink sends, and relationships */
    WayRound(LedgerReader reader, StageOffsets stages, MigrationTopics topics, Set<String> sent, Clock clock) {
        this.reader = reader;
        this.stages = stages;
        this.topics = topics;
        this.sent = sent;
        this.clock = clock;
        this.transformGoal = transformGoal();
    }

    boolean isDone() {
        if (sinkGoal.isEmpty()) {
            if (!isPaused()) {
                return false;
            }
            sinkGoal = Optional.of(stages.ends(writes()));
        }
        return reached(topics.sinkGroup(), sinkGoal.get());
    }

    /** Whether transform has reached its goal, and had the time to say all that follows from it. */
    private boolean isPaused() {
        if (pauseUntil.isEmpty()) {
            if (!reached(topics.transformApplication(), transformGoal)) {
                return false;
            }
            pauseUntil = Optional.of(clock.instant().plus(PAUSE));
        }
        return !clock.instant().isBefore(pauseUntil.get());
    }

    /** Behind all outcomes that we have read, and to the ends of whatever else it reads but changes: those are of later. */
    private Map<TopicPartition, Long> transformGoal() {
        Map<TopicPartition, Long> goal =
                new HashMap<>(stages.ends(stages.committed(topics.transformApplication()).keySet().stream()
                        .filter(partition -> topics.tableOf(partition.topic()).isEmpty())
                        .toList()));
        goal.replaceAll((partition, end) -> end - MOST_MARKERS);
        goal.putAll(reader.outcomesRead());
        return goal;
    }

    private List<TopicPartition> writes() {
        return reader.ledger().entities().stream()
                .filter(sent::contains)
                .flatMap(entity -> partitions(topics.writes(entity).name(), topics.partitions()))
                .toList();
    }

    private boolean reached(String group, Map<TopicPartition, Long> goal) {
        Map<TopicPartition, Long> committed = stages.committed(group);
        return goal.entrySet().stream()
                .allMatch(wanted -> committed.getOrDefault(wanted.getKey(), 0L) >= wanted.getValue());
    }

    static Stream<TopicPartition> partitions(String topic, int count) {
        return IntStream.range(0, count).mapToObj(partition -> new TopicPartition(topic, partition));
    }
}
