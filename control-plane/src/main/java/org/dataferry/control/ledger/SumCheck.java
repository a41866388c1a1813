package org.dataferry.control.ledger;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
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
    static final int FRUITLESS_ROUNDS = 2;

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
    private Optional<WayRound> round = Optional.empty();
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
        return WayRound.partitions(topics.fanOuts().name(), topics.partitions()).toList();
    }

    /**
     * Looks once, without waiting.
     *
     * @return what is missing, nothing if the sum holds; empty while the stages have to come further before that is known
     */
    public Optional<List<Imbalance>> look() {
        if (result.isEmpty() && round.map(WayRound::isDone).orElse(true)) {
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
        round = Optional.of(new WayRound(reader, stages, topics, sent, clock));
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
}
