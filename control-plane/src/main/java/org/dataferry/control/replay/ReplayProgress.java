package org.dataferry.control.replay;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.dataferry.control.ledger.Announcement;
import org.dataferry.control.ledger.EntityStatus;
import org.dataferry.control.ledger.MigrationLedger;
import org.dataferry.control.ledger.StageOffsets;
import org.dataferry.control.ledger.TopicCursor;
import org.dataferry.schemas.avro.ConfluentAvro;
import org.dataferry.schemas.avro.FanOutCodec;
import org.dataferry.schemas.avro.OutcomeCodec;
import org.dataferry.schemas.outcome.RecordedOutcome;
import org.dataferry.schemas.topic.MigrationTopics;
import org.dataferry.schemas.write.Cause;
import org.dataferry.schemas.write.FanOut;

/**
 * What has become of a replay. Reads on from where the topics ended when it was made, so it is made before the commands are
 * published, and what the migration did before costs nothing; of a replay that somebody else began, from when that was.
 */
public final class ReplayProgress {

    private static final String OUTCOMES_OF = "%s.g%d.outcomes.";

    /**
     * After a restart transform commits nothing for a partition in which only ends of transactions have followed, one or two
     * of them. What is no such end is read within this time.
     */
    private static final Duration MARKERS_AFTER = Duration.ofSeconds(5);

    private static final long MOST_MARKERS = 2;

    /** How far the clocks of the machines that write may be apart. */
    private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(10);

    private final MigrationTopics topics;
    private final ConfluentAvro avro;
    private final TopicCursor cursor;
    private final StageOffsets stages;
    private final Set<String> outcomesOf;
    private final Cause cause;
    private final MigrationLedger ledger = new MigrationLedger();
    private final FanOutCodec fanOuts = new FanOutCodec();
    private final OutcomeCodec outcomes = new OutcomeCodec();
    private Optional<Map<TopicPartition, Long>> within = Optional.empty();
    private long withinSince;

    /**
     * @param entities or relationships whose rows are sent again
     * @param since when it was begun; empty if it begins now
     */
    public ReplayProgress(
            MigrationTopics topics,
            ConfluentAvro avro,
            TopicCursor cursor,
            StageOffsets stages,
            Set<String> entities,
            String replayId,
            Optional<Instant> since) {
        this.topics = topics;
        this.avro = avro;
        this.cursor = cursor;
        this.stages = stages;
        this.outcomesOf =
                entities.stream().map(entity -> topics.outcomes(entity).name()).collect(Collectors.toUnmodifiableSet());
        this.cause = new Cause.OfReplay(replayId);
        cursor.refresh(topic -> isFanOuts(topic) || isOutcomes(topic), topic -> true, 0);
        since.ifPresent(begun -> cursor.seek(begun.minus(CLOCKS_DIFFER)));
    }

    /** Reads on to the end. */
    public void read() {
        cursor.readToEnd(this::isOutcomes, this::read);
        cursor.readToEnd(this::isFanOuts, this::read);
    }

    /**
     * Commands that transform has not read, and writes without an outcome, as of the last reading.
     *
     * @param commands by partition, the offset behind the last command
     */
    public long underWay(Map<TopicPartition, Long> commands) {
        Map<TopicPartition, Long> committed = stages.committed(topics.transformApplication());
        return ledger.inFlight()
                + commands.entrySet().stream()
                        .mapToLong(one -> Math.max(0, one.getValue() - committed.getOrDefault(one.getKey(), 0L)))
                        .sum();
    }

    /**
     * Reads on. Done when transform has read all commands, what they led to within it, and every write that was announced
     * for them has an outcome.
     *
     * @param commands by partition, the offset behind the last command
     */
    public boolean isDone(Map<TopicPartition, Long> commands) {
        boolean announced = isAnnounced(commands);
        read();
        return announced && ledger.inFlight() == 0;
    }

    /** The sum of the replay's writes so far, of all entities together. */
    public EntityStatus sum() {
        return ledger.sums(Map.of()).stream().reduce(EntityStatus.none(""), EntityStatus::plus);
    }

    private boolean isAnnounced(Map<TopicPartition, Long> commands) {
        if (within.isEmpty() && reached(commands, 0)) {
            // Links and merged rows pass through an internal topic before they are announced or sent.
            within =
                    Optional.of(Map.copyOf(stages.ends(stages.committed(topics.transformApplication()).keySet().stream()
                            .filter(partition -> isInternal(partition.topic()))
                            .toList())));
            withinSince = System.nanoTime();
        }
        return within.isPresent()
                && reached(within.get(), System.nanoTime() - withinSince > MARKERS_AFTER.toNanos() ? MOST_MARKERS : 0);
    }

    private boolean isInternal(String topic) {
        return topics.tableOf(topic).isEmpty()
                && !topic.startsWith(OUTCOMES_OF.formatted(topics.migration(), topics.rebuild()))
                && !topic.equals(topics.fences().name());
    }

    private boolean reached(Map<TopicPartition, Long> goal, long markers) {
        Map<TopicPartition, Long> committed = stages.committed(topics.transformApplication());
        return goal.entrySet().stream()
                .allMatch(wanted -> committed.getOrDefault(wanted.getKey(), 0L) >= wanted.getValue() - markers);
    }

    private boolean isFanOuts(String topic) {
        return topic.equals(topics.fanOuts().name());
    }

    private boolean isOutcomes(String topic) {
        return outcomesOf.contains(topic);
    }

    private void read(ConsumerRecord<String, byte[]> record) {
        if (isFanOuts(record.topic())) {
            FanOut fanOut = fanOuts.read(avro.decode(record.value(), fanOuts.schema()));
            if (fanOut instanceof FanOut.Reannounced(var why, var writes) && why.equals(cause)) {
                ledger.announced(
                        fanOut,
                        new Announcement(
                                Instant.ofEpochMilli(record.timestamp()), record.partition(), record.offset()));
            }
        } else {
            RecordedOutcome outcome = outcomes.read(avro.decode(record.value(), outcomes.schema()));
            if (outcome.write().cause().equals(cause)) {
                ledger.recorded(outcome);
            }
        }
    }
}
