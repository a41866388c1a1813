package org.dataferry.control.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.kafka.common.TopicPartition;
import org.dataferry.schemas.key.SourceTable;
import org.dataferry.schemas.topic.MigrationTopics;
import org.jspecify.annotations.Nullable;

/** When what was captured and answered, by the times that stand in the log. */
public final class Movements {

    private static final Duration LATELY = Duration.ofSeconds(Movement.LATELY_SECONDS);
    private static final Duration LONGER = Duration.ofSeconds(Movement.LONGER_SECONDS);

    private final MigrationLedger ledger;
    private final Map<SourceTable, SecondCounts> captured = new HashMap<>();
    private final CaptureDelays captureDelays = new CaptureDelays();
    private Map<SourceTable, Long> unread = Map.of();
    private long transformRead;
    private @Nullable Instant firstCaptured;

    Movements(MigrationLedger ledger) {
        this.ledger = ledger;
    }

    void captured(SourceTable table, Instant at) {
        captured.computeIfAbsent(table, first -> new SecondCounts()).add(at);
        firstCaptured = firstCaptured == null || at.isBefore(firstCaptured) ? at : firstCaptured;
    }

    /** A heartbeat. */
    void heard(Instant captured, Instant committed) {
        captureDelays.heard(captured, committed);
    }

    void compare(Map<TopicPartition, Long> read, Map<TopicPartition, Long> committed, MigrationTopics topics) {
        Map<SourceTable, Long> byTable = new HashMap<>();
        long sum = 0;
        for (Map.Entry<TopicPartition, Long> end : read.entrySet()) {
            long done = committed.getOrDefault(end.getKey(), 0L);
            sum += done;
            long more = Math.max(0, end.getValue() - done);
            topics.tableOf(end.getKey().topic()).ifPresent(table -> byTable.merge(table, more, Long::sum));
        }
        unread = byTable;
        transformRead = sum;
    }

    /** Records captured that transform has not read. */
    long unread() {
        return unread.values().stream().mapToLong(Long::longValue).sum();
    }

    /** About when something was committed that was captured at a moment. */
    Instant committed(Instant at) {
        return captureDelays.committed(at);
    }

    /** Grows as transform reads changes. */
    public long transformRead() {
        return transformRead;
    }

    /** When the first change was captured. */
    public Optional<Instant> firstCaptured() {
        return Optional.ofNullable(firstCaptured);
    }

    /** From the commit at the source to the target's answer, of what was answered lately. */
    public Optional<AnswerDelay> answerDelay(Instant now) {
        return ledger.delays().since(now.minus(LONGER), captureDelays);
    }

    /** @param tables of which the entity is made */
    public Movement of(String entity, Set<SourceTable> tables, Instant now) {
        Answers answers = ledger.answers(entity);
        InFlight inFlight = ledger.inFlight(entity);
        return new Movement(
                entity,
                tables.stream()
                        .mapToLong(table -> unread.getOrDefault(table, 0L))
                        .sum(),
                inFlight.count(),
                inFlight.oldest().map(this::committed),
                answers.last(),
                answers.lastOfSink(),
                flow(tables, answers, now, LATELY),
                flow(tables, answers, now, LONGER));
    }

    /**
     * All entities together; a table that several are made of counts once.
     *
     * @param counted the entities whose writes are looked at
     */
    public Movement whole(Map<String, Set<SourceTable>> tablesByEntity, Predicate<String> counted, Instant now) {
        List<Movement> all = new ArrayList<>();
        Set<String> entities = new TreeSet<>(tablesByEntity.keySet());
        entities.addAll(ledger.entities());
        // What an earlier mapping announced is part of the sum.
        entities.stream().filter(counted).forEach(entity -> all.add(of(entity, Set.of(), now)));
        Set<SourceTable> tables = new HashSet<>();
        tablesByEntity.values().forEach(tables::addAll);
        return new Movement(
                "",
                unread(),
                all.stream().mapToLong(Movement::inFlight).sum(),
                earliest(all, Movement::oldestInFlight),
                latest(all, Movement::lastOutcome),
                latest(all, Movement::lastOfSink),
                captured(tables, now, LATELY).plus(sum(all, Movement::lately)),
                captured(tables, now, LONGER).plus(sum(all, Movement::longer)));
    }

    private Flow flow(Set<SourceTable> tables, Answers answers, Instant now, Duration span) {
        return captured(tables, now, span).plus(new Flow(0, answers.perSecond(now, span)));
    }

    private Flow captured(Set<SourceTable> tables, Instant now, Duration span) {
        return new Flow(
                tables.stream()
                        .map(captured::get)
                        .filter(counts -> counts != null)
                        .mapToDouble(counts -> counts.perSecond(now, span))
                        .sum(),
                0);
    }

    private static Flow sum(Collection<Movement> all, Function<Movement, Flow> flow) {
        return all.stream().map(flow).reduce(Flow.NONE, Flow::plus);
    }

    private static Optional<Instant> earliest(Collection<Movement> all, Function<Movement, Optional<Instant>> moment) {
        return all.stream().map(moment).flatMap(Optional::stream).min(Instant::compareTo);
    }

    private static Optional<Instant> latest(Collection<Movement> all, Function<Movement, Optional<Instant>> moment) {
        return all.stream().map(moment).flatMap(Optional::stream).max(Instant::compareTo);
    }
}
