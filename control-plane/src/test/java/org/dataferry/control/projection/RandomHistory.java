package org.dataferry.control.projection;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.apache.kafka.common.TopicPartition;
import org.dataferry.control.ledger.Announcement;
import org.dataferry.control.ledger.MigrationLedger;
import org.dataferry.control.ledger.OpenLetter;
import org.dataferry.control.ledger.RefusedWrites;
import org.dataferry.schemas.change.ChangeId;
import org.dataferry.schemas.change.SourcePosition;
import org.dataferry.schemas.control.ControlEvent;
import org.dataferry.schemas.control.DeadLetterEvent;
import org.dataferry.schemas.control.DeadLetterId;
import org.dataferry.schemas.control.ReplayEvent;
import org.dataferry.schemas.control.WaiverEvent;
import org.dataferry.schemas.fence.FenceEvent;
import org.dataferry.schemas.identity.Identity;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.key.SourceKey;
import org.dataferry.schemas.key.SourceTable;
import org.dataferry.schemas.outcome.Outcome;
import org.dataferry.schemas.outcome.RecordedOutcome;
import org.dataferry.schemas.outcome.RejectionReason;
import org.dataferry.schemas.topic.MigrationTopics;
import org.dataferry.schemas.topic.RowPartitioner;
import org.dataferry.schemas.topic.Topic;
import org.dataferry.schemas.value.Value;
import org.dataferry.schemas.write.Cause;
import org.dataferry.schemas.write.EntityWrite;
import org.dataferry.schemas.write.FanOut;
import org.dataferry.schemas.write.LookupTarget;
import org.dataferry.schemas.write.Part;
import org.dataferry.schemas.write.WriteId;
import org.jspecify.annotations.Nullable;

/**
 * A made-up history of a migration in its topics, by a seed: changes, some of them redelivered, whose writes are announced, sent
 * and answered, wait and are refused. What it does not do is make sense as a whole, as nothing in the ledger counts on that.
 */
final class RandomHistory {

    static final MigrationTopics TOPICS = new MigrationTopics("nw", 1, 2);
    static final SourceTable CUSTOMERS = new SourceTable("erp", "public", "customers");
    static final SourceTable PEOPLE = new SourceTable("erp", "public", "people");

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final int KEYS = 25;

    private final Random random;
    private final Map<TopicPartition, List<Fact>> log = new LinkedHashMap<>();
    private final Map<RowId, Long> versions = new HashMap<>();
    private final List<Runnable> later = new ArrayList<>();
    private final List<WriteId> waivable = new ArrayList<>();
    private Instant now = NOON;
    private long lsn;

    /** A record, as each of the two that read it is told. */
    interface Fact {
        void into(Batch batch, Place place);

        default void into(MigrationLedger ledger, Place place) {}

        default void into(RefusedWrites refused) {}
    }

    private record Said(RecordedOutcome outcome) implements Fact {
        @Override
        public void into(Batch batch, Place place) {
            batch.recorded(outcome, place);
        }

        @Override
        public void into(MigrationLedger ledger, Place place) {
            ledger.recorded(outcome);
        }

        @Override
        public void into(RefusedWrites refused) {
            refused.recorded(outcome);
        }
    }

    record Placed(TopicPartition partition, Place place, Fact fact) {}

    private record OfLedger(Fact fact, BiConsumer<MigrationLedger, Place> ledger) implements Fact {
        @Override
        public void into(Batch batch, Place place) {
            fact.into(batch, place);
        }

        @Override
        public void into(MigrationLedger told, Place place) {
            ledger.accept(told, place);
        }
    }

    RandomHistory(long seed, int changes) {
        random = new Random(seed);
        for (int change = 0; change < changes; change++) {
            now = now.plus(Duration.ofMillis(random.nextInt(5_000)));
            change();
            if (random.nextInt(3) == 0 && !later.isEmpty()) {
                later.remove(random.nextInt(later.size())).run();
            }
        }
    }

    /** Its records, partition by partition in their order, and otherwise in an order by chance. */
    List<Placed> interleaved(Random by) {
        Map<TopicPartition, Integer> next = new HashMap<>();
        List<TopicPartition> unread = new ArrayList<>(log.keySet());
        List<Placed> order = new ArrayList<>();
        while (!unread.isEmpty()) {
            TopicPartition partition = unread.get(by.nextInt(unread.size()));
            // A run of some records, as Kafka sends them.
            for (int run = 1 + by.nextInt(20); run > 0 && unread.contains(partition); run--) {
                int offset = next.merge(partition, 1, Integer::sum) - 1;
                Fact fact = log.get(partition).get(offset);
                order.add(new Placed(
                        partition, new Place(partition.partition(), offset, NOON.plusMillis(17L * offset)), fact));
                if (offset + 1 == log.get(partition).size()) {
                    unread.remove(partition);
                }
            }
        }
        return order;
    }

    private void change() {
        boolean merges = random.nextInt(6) == 0;
        SourceTable table = merges ? PEOPLE : CUSTOMERS;
        SourceKey key = key("K" + random.nextInt(KEYS));
        long at = random.nextInt(10) == 0 && lsn > 20 ? lsn - random.nextInt(20) : ++lsn;
        SourcePosition position = new SourcePosition.InLog(1, at, at, 0);
        int partition = RowPartitioner.ofSourceKey(key.text(), TOPICS.partitions());
        String op = List.of("I", "U", "D").get(random.nextInt(3));
        Instant committed = now;
        add(
                TOPICS.changes(table),
                partition,
                (batch, place) -> batch.captured(table, key.text(), position, op, committed, place),
                (ledger, place) -> ledger.captured(table, key.text(), position));
        ChangeId change = new ChangeId("nw", table, key, position);
        if (at < lsn) {
            announce(partition, new FanOut.Redelivered(change));
            return;
        }
        RowId row = merges && random.nextInt(4) > 0
                ? new RowId.Merged("contact", "by-email", key("E" + random.nextInt(8)))
                : new RowId.OfSource(merges ? "contact" : "account", table, key);
        Cause cause = random.nextInt(8) == 0 ? new Cause.OfReplay("r" + random.nextInt(3)) : new Cause.OfChange(change);
        WriteId write = write(cause, row);
        FanOut fanOut = cause instanceof Cause.OfChange
                ? new FanOut.Announced(change, List.of(write))
                : new FanOut.Reannounced(cause, List.of(write));
        if (random.nextInt(30) > 0) {
            announce(partition, fanOut);
        }
        if (random.nextInt(20) == 0) {
            announce(1 - partition, new FanOut.Reannounced(cause, List.of(write)));
        }
        later.add(() -> outcomes(write, op));
        waive(write);
        if (random.nextInt(40) == 0) {
            decideAndFence();
        }
    }

    private WriteId write(Cause cause, RowId row) {
        return switch (random.nextInt(10)) {
            case 0 -> new WriteId(cause, row, Part.STATE);
            case 1 -> new WriteId(cause, row, Part.LOOKUP, "parentid");
            default -> new WriteId(cause, row, Part.ROW);
        };
    }

    private void outcomes(WriteId write, String op) {
        for (int before = random.nextInt(3); before > 0; before--) {
            record(write, 0, waiting(), RecordedOutcome.Stage.TRANSFORM);
        }
        if (random.nextInt(4) == 0) {
            return;
        }
        long version = versions.merge(write.row(), 1L, Long::sum);
        EntityWrite sent = sent(write, version, op);
        add(
                TOPICS.writes(write.row().entity()),
                partition(write.row()),
                (batch, place) -> batch.written(sent, place),
                null);
        if (random.nextInt(5) > 0) {
            Outcome answer = answer(sent);
            record(write, version, answer, RecordedOutcome.Stage.SINK);
            identify(write.row(), version, answer);
        }
    }

    private Outcome waiting() {
        return switch (random.nextInt(5)) {
            case 0 -> new Outcome.Skipped(Outcome.SkipReason.NO_CHANGE);
            case 1 -> new Outcome.Rejected(RejectionReason.VALUE_TOO_LONG, "too \\ long\n\tby \0 5");
            case 2 -> new Outcome.Deferred(Outcome.DeferralReason.PHASE);
            case 3 -> new Outcome.Bounced(parent(), Outcome.BounceReason.MISSING);
            default -> new Outcome.Parked(parent());
        };
    }

    private Outcome answer(EntityWrite sent) {
        return switch (random.nextInt(6)) {
            case 0 -> Outcome.AlreadyApplied.of(sent);
            case 1 -> new Outcome.Rejected(RejectionReason.REFUSED, "no");
            case 2 -> new Outcome.Skipped(Outcome.SkipReason.CHANGED_IN_TARGET);
            default ->
                new Outcome.Applied(
                        sent instanceof EntityWrite.DeleteRow
                                ? Outcome.Effect.DELETED
                                : random.nextBoolean() ? Outcome.Effect.CREATED : Outcome.Effect.UPDATED);
        };
    }

    private EntityWrite sent(WriteId write, long version, String op) {
        return switch (write.part()) {
            case STATE -> new EntityWrite.SetState(write, version, random.nextInt(2), -1, "m1");
            case LOOKUP ->
                new EntityWrite.PatchLookup(write, version, "parentid", new LookupTarget.ByKey(parent()), "m1");
            case ROW ->
                op.equals("D")
                        ? new EntityWrite.DeleteRow(write, version, "m1")
                        : new EntityWrite.UpsertRow(
                                write, version, OptionalLong.empty(), columns(), lookups(), Set.of(), "m2");
            case LINK, FILE -> throw new IllegalStateException("not made here: " + write);
        };
    }

    private Map<String, Value> columns() {
        Map<String, Value> columns = new LinkedHashMap<>();
        columns.put("name", new Value.Text("o'N\\eil \0 " + random.nextInt(100)));
        columns.put("creditlimit", new Value.Decimal(BigDecimal.valueOf(random.nextInt(100_000), random.nextInt(4))));
        columns.put("bonus", random.nextBoolean() ? Value.NULL : new Value.Decimal(BigDecimal.valueOf(-7, 1)));
        columns.put("employees", new Value.Whole(random.nextInt(1_000)));
        return columns;
    }

    private Map<String, LookupTarget> lookups() {
        SourceTable currencies = new SourceTable("erp", "public", "currencies");
        return Map.of(
                "transactioncurrencyid",
                new LookupTarget.ByKey(new RowId.OfSource(
                        "transactioncurrency", currencies, key(random.nextBoolean() ? "EUR" : "USD"))));
    }

    private void identify(RowId row, long version, Outcome answer) {
        Identity identity = switch (answer) {
            case Outcome.Applied(var effect) when effect == Outcome.Effect.DELETED -> new Identity.Deleted(version);
            case Outcome.Applied ignored ->
                new Identity.Present(
                        random.nextBoolean()
                                ? Optional.of(new UUID(7, row.text().hashCode()))
                                : Optional.empty(),
                        version,
                        Identity.Origin.CREATED_BY_FERRY);
            default -> new Identity.Rejected(version);
        };
        add(
                TOPICS.identities(),
                0,
                (batch, place) -> batch.identified(row, identity),
                (ledger, place) -> ledger.identified(row, identity));
    }

    private void decideAndFence() {
        ControlEvent event =
                new ReplayEvent.Requested("r1", "account", 3, "--entity account", false, "ann", "why\tnot", now);
        add(TOPICS.control(), 0, (batch, place) -> batch.decided(event, place), null);
        FenceEvent.Reached fence = new FenceEvent.Reached("f" + lsn, FenceEvent.Kind.FENCE, "erp", now, Map.of());
        add(TOPICS.fences(), 0, (batch, place) -> batch.reached(fence, place), null);
        FenceEvent.Checked checked = new FenceEvent.Checked(
                "f" + lsn, 1, Map.of("account", new FenceEvent.Sum(lsn, Map.of("applied", lsn), 0, List.of())));
        add(TOPICS.fences(), 0, (batch, place) -> batch.checked(checked, place), null);
        DeadLetter letter = new DeadLetter("k", "transform-streams", "no envelope", "nw.changes", "0", "7", 12);
        add(
                TOPICS.deadLetters(),
                random.nextInt(TOPICS.partitions()),
                (batch, place) -> batch.buried(letter, place),
                (ledger, place) -> ledger.buried(
                        new OpenLetter(new DeadLetterId(place.partition(), place.offset()), "", "", "", "", "", 12)));
        DeadLetterEvent closed = random.nextBoolean()
                ? new DeadLetterEvent.Discarded(letters(), "ann", "old", now)
                : new DeadLetterEvent.Replayed(letters(), "bob", "readable now", now);
        add(
                TOPICS.control(),
                0,
                (batch, place) -> batch.decided(closed, place),
                (ledger, place) -> ledger.decided(closed));
    }

    /** Some that are there, some that come later, and some that never come. */
    private List<DeadLetterId> letters() {
        return List.of(
                new DeadLetterId(0, random.nextInt(12)),
                new DeadLetterId(1, random.nextInt(12)),
                new DeadLetterId(9, 9));
    }

    /** Of writes with any outcome or none; in one part or two; withdrawn later or not. */
    private void waive(WriteId write) {
        waivable.add(write);
        if (random.nextInt(4) > 0) {
            return;
        }
        String id = "w" + waivable.size();
        int parts = 1 + random.nextInt(2);
        for (int part = 1; part <= parts; part++) {
            List<WriteId> some = List.of(write, waivable.get(random.nextInt(waivable.size())));
            waiver(new WaiverEvent.Waived(
                    id, "account", 2, "--all-rejected", part, parts, some, 1, "ann", "not needed", now));
        }
        if (random.nextInt(3) == 0) {
            waiver(new WaiverEvent.Withdrawn(id, 1, "bob", "needed", now));
        }
    }

    private void waiver(WaiverEvent event) {
        add(
                TOPICS.control(),
                0,
                (batch, place) -> batch.decided(event, place),
                (ledger, place) -> ledger.decided(event));
    }

    private void record(WriteId write, long version, Outcome outcome, RecordedOutcome.Stage stage) {
        RecordedOutcome recorded = new RecordedOutcome(write, version, outcome, stage, now);
        add(TOPICS.outcomes(write.row().entity()), partition(write.row()), new Said(recorded), null);
    }

    private void announce(int partition, FanOut fanOut) {
        add(
                TOPICS.fanOuts(),
                partition,
                (batch, place) -> batch.announced(fanOut, place),
                (ledger, place) ->
                        ledger.announced(fanOut, new Announcement(place.at(), place.partition(), place.offset())));
    }

    private void add(Topic topic, int partition, Fact fact, @Nullable BiConsumer<MigrationLedger, Place> ledger) {
        log.computeIfAbsent(new TopicPartition(topic.name(), partition), first -> new ArrayList<>())
                .add(ledger == null ? fact : new OfLedger(fact, ledger));
    }

    private RowId parent() {
        return new RowId.OfSource("account", CUSTOMERS, key("K" + random.nextInt(KEYS + 5)));
    }

    private static int partition(RowId row) {
        return RowPartitioner.ofRowId(row.text(), TOPICS.partitions());
    }

    private static SourceKey key(String text) {
        return SourceKey.of(new Value.Text(text));
    }
}
