package org.dataferry.transform;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;
import org.dataferry.schemas.fence.FenceEvent;
import org.dataferry.schemas.key.SourceTable;
import org.dataferry.schemas.topic.MigrationTopics;

/**
 * Follows fences of a source through all stages by what the stages have committed, one at a time, always the newest that is known: with
 * it all older ones have passed. Each instance does so for itself, so none has to tell the others.
 *
 * <p>Transform has passed a fence when its committed offsets are beyond those of the fence, and then beyond the votes for
 * links that were written by then; its writes stand in their topics at that moment, as both are one transaction. The sink
 * has passed it when its committed offsets, each the lowest one without an outcome, are beyond the ends that those topics
 * had then.
 */
final class FenceCourse {

    private final MigrationTopics topics;
    private final List<String> writes;
    private final Offsets offsets;
    private final LongConsumer passed;
    private final Consumer<String> afterTransform;

    /** The topics of changes. */
    private final Set<String> captured;

    private Optional<Followed> followed = Optional.empty();
    private Optional<Seen> newest = Optional.empty();

    /** How far groups and topics are. */
    interface Offsets {
        Map<TopicPartition, Long> committed(String group);

        /** What is not committed yet included. */
        Map<TopicPartition, Long> ends(Collection<TopicPartition> partitions);
    }

    /**
     * @param fenceId empty where it is the end of the log
     * @param changes up to where transform is to read
     */
    private record Seen(Optional<String> fenceId, Map<TopicPartition, Long> changes, long round) {}

    /** @param wanted offsets that the stage is to commit */
    private record Followed(Seen seen, Stage stage, Map<TopicPartition, Long> wanted) {}

    private enum Stage {
        TRANSFORM,
        VOTES,
        SINK
    }

    /**
     * @param captured the tables of the source that rows or links are made of
     * @param written the entities and relationships that are written
     * @param passed told in which round a fence was first seen that all stages have passed
     * @param afterTransform told each fence that transform has passed
     */
    FenceCourse(
            MigrationTopics topics,
            Collection<SourceTable> captured,
            Collection<String> written,
            Offsets offsets,
            LongConsumer passed,
            Consumer<String> afterTransform) {
        this.topics = topics;
        this.captured =
                captured.stream().map(table -> topics.changes(table).name()).collect(Collectors.toSet());
        this.writes =
                written.stream().map(entity -> topics.writes(entity).name()).toList();
        this.offsets = offsets;
        this.passed = passed;
        this.afterTransform = afterTransform;
    }

    /** @param round in which it was first seen */
    void saw(FenceEvent.Reached fence, long round) {
        newest = Optional.of(new Seen(Optional.of(fence.fenceId()), changes(fence), round));
    }

    /** The log does not grow: where it ends is as good as a fence. */
    void sawNoMore(long round) {
        if (followed.isEmpty() && newest.isEmpty()) {
            newest = Optional.of(new Seen(Optional.empty(), ends(captured), round));
        }
    }

    /** As far as the stages have come by now. */
    void goOn() {
        if (followed.isEmpty() && newest.isPresent()) {
            Seen next = newest.get();
            newest = Optional.empty();
            followed = Optional.of(new Followed(next, Stage.TRANSFORM, next.changes()));
        }
        while (followed.isPresent() && hasReached(followed.get())) {
            Followed reached = followed.get();
            followed = switch (reached.stage()) {
                case TRANSFORM -> {
                    reached.seen().fenceId().ifPresent(afterTransform);
                    yield Optional.of(new Followed(
                            reached.seen(),
                            Stage.VOTES,
                            ends(List.of(topics.votes().name()))));
                }
                case VOTES -> Optional.of(new Followed(reached.seen(), Stage.SINK, ends(writes)));
                case SINK -> {
                    this.passed.accept(reached.seen().round());
                    yield Optional.empty();
                }
            };
        }
    }

    private boolean hasReached(Followed fence) {
        String group = fence.stage() == Stage.SINK ? topics.sinkGroup() : topics.transformApplication();
        Map<TopicPartition, Long> committed = offsets.committed(group);
        return fence.wanted().entrySet().stream()
                .allMatch(wanted -> committed.getOrDefault(wanted.getKey(), 0L) >= wanted.getValue());
    }

    private static Map<TopicPartition, Long> changes(FenceEvent.Reached fence) {
        Map<TopicPartition, Long> ends = new HashMap<>();
        fence.changeOffsets()
                .forEach((topic, reached) -> reached.byPartition()
                        .forEach((partition, end) -> ends.put(new TopicPartition(topic, partition), end)));
        return ends;
    }

    private Map<TopicPartition, Long> ends(Collection<String> names) {
        return offsets.ends(names.stream()
                .flatMap(name -> IntStream.range(0, topics.partitions())
                        .mapToObj(partition -> new TopicPartition(name, partition)))
                .toList());
    }
}
