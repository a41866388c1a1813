package org.dataferry.control.ledger;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;
import org.dataferry.schemas.topic.MigrationTopics;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks at one fence that every write announced before it has an outcome. What holds:
 *
 * <ol>
 *   <li><b>Announced before the fence</b> are the fan-outs below the stable ends that their topic had when transform was
 *       seen to have passed the fence. Stable, so that no open transaction counts: a fan-out and the writes or outcomes that
 *       go with it are one transaction, so whatever counts has its writes in their topics too.
 *   <li>A write may need a way round before anybody says something of it: through transform's internal topic, or after the
 *       outcome of another write. So a write without an outcome is not lost yet. It is lost when twice in a row all that
 *       stood in the topics went once around, through transform and then through the sink, and brought no outcome to any
 *       of those that are missing one.
 *   <li>Nothing is concluded from time alone: while a stage stands still, the check waits, and nothing is lost.
 * </ol>
 *
 * <p>The set of writes in question only gets smaller, so live traffic neither raises nor hides an alarm.
 */
public final class SumCheck {

    /** One round in which nothing moved may have been quicker than a timer of transform's; two in a row are not. */
    private static final int FRUITLESS_ROUNDS = 2;

    /** Longer than any timer of transform's, and than a commit of it. */
    private static final Duration PAUSE = Duration.ofSeconds(1);

    /**
     * After a restart transform commits nothing for a partition in which only ends of transactions have followed, one or
     * two of them.
     */
    private static final long MOST_MARKERS = 2;

    private static final Logger LOG = LoggerFactory.getLogger(SumCheck.class);

    private final String fenceId;
    private final Map<Integer, Long> announced;
    private final LedgerReader reader;
    private final StageOffsets stages;
    private final MigrationTopics topics;
    private final Set<String> sent;
    private final Clock clock;
    private long missing = Long.MAX_VALUE;
    private int fruitless = -1;
    private Optional<Map<TopicPartition, Long>> transformGoal = Optional.empty();
    private Optional<Instant> pauseUntil = Optional.empty();
    private Optional<Map<TopicPartition, Long>> sinkGoal = Optional.empty();
    private Optional<List<Imbalance>> result = Optional.empty();

    /**
     * @param announced the ends below which the fan-outs of the fence are
     * @param sent the entities whose writes the sink sends, and relationships; what an earlier mapping announced and no sink
     *     reads any more stays in flight, and is no fault of a stage
     */
    public SumCheck(
            String fenceId,
            Map<TopicPartition, Long> announced,
            LedgerReader reader,
            StageOffsets stages,
            MigrationTopics topics,
            Set<String> sent,
            Clock clock) {
        this.fenceId = fenceId;
        this.announced = announced.entrySet().stream()
                .collect(Collectors.toMap(end -> end.getKey().partition(), Map.Entry::getValue));
        this.reader = reader;
        this.stages = stages;
        this.topics = topics;
        this.sent = Set.copyOf(sent);
        this.clock = clock;
    }

    /** The partitions of the topic of fan-outs, whose stable ends a check begins with. */
    public static List<TopicPartition> fanOuts(MigrationTopics topics) {
        return partitions(topics.fanOuts().name(), topics.partitions()).toList();
    }

    /**
     * Looks once, without waiting.
     *
     * @return what is missing, nothing if the sum holds; empty while the stages have to come further before that is known
     */
    public Optional<List<Imbalance>> look() {
        if (result.isEmpty() && isRoundDone()) {
            result = conclude();
        }
        return result;
    }

    private Optional<List<Imbalance>> conclude() {
        reader.catchUp();
        Map<String, InFlight.Before> lacking = reader.ledger().inFlightBefore(announced, Imbalance.MOST_IDS);
        lacking.keySet().retainAll(sent);
        long now = lacking.values().stream().mapToLong(InFlight.Before::count).sum();
        fruitless = now < missing ? 0 : fruitless + 1;
        missing = now;
        if (now == 0) {
            return Optional.of(List.of());
        }
        if (fruitless >= FRUITLESS_ROUNDS) {
            return Optional.of(imbalances(lacking));
        }
        transformGoal = Optional.of(transformGoal());
        pauseUntil = Optional.empty();
        sinkGoal = Optional.empty();
        return Optional.empty();
    }

    private List<Imbalance> imbalances(Map<String, InFlight.Before> lacking) {
        List<Imbalance> found = new ArrayList<>();
        lacking.forEach((entity, before) -> {
            Imbalance imbalance = new Imbalance(fenceId, entity, before.count(), reader.idsOf(before.some()));
            LOG.error(
                    "Sum is broken: writes were announced and have no outcome fence={} entity={} count={} writes={}",
                    fenceId,
                    entity,
                    imbalance.count(),
                    imbalance.writeIds());
            found.add(imbalance);
        });
        return found;
    }

    private boolean isRoundDone() {
        if (transformGoal.isEmpty()) {
            return true;
        }
        if (sinkGoal.isEmpty()) {
            if (!isPaused()) {
                return false;
            }
            sinkGoal = Optional.of(stages.ends(writes()));
        }
        return reached(topics.sinkGroup(), sinkGoal.get(), 0);
    }

    /** Whether transform has reached its goal, and had the time to say all that follows from it. */
    private boolean isPaused() {
        if (pauseUntil.isEmpty()) {
            if (!reached(topics.transformApplication(), transformGoal.orElseThrow(), MOST_MARKERS)) {
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
        goal.putAll(reader.outcomesRead());
        return goal;
    }

    private List<TopicPartition> writes() {
        return reader.ledger().entities().stream()
                .filter(sent::contains)
                .flatMap(entity -> partitions(topics.writes(entity).name(), topics.partitions()))
                .toList();
    }

    private boolean reached(String group, Map<TopicPartition, Long> goal, long markers) {
        Map<TopicPartition, Long> committed = stages.committed(group);
        return goal.entrySet().stream()
                .allMatch(wanted -> committed.getOrDefault(wanted.getKey(), 0L) >= wanted.getValue() - markers);
    }

    private static Stream<TopicPartition> partitions(String topic, int count) {
        return IntStream.range(0, count).mapToObj(partition -> new TopicPartition(topic, partition));
    }
}
