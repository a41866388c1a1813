package org.dataferry.sink.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.dataferry.schemas.identity.Identity;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.outcome.Outcome;
import org.dataferry.schemas.outcome.RecordedOutcome;
import org.dataferry.schemas.write.EntityWrite;
import org.dataferry.schemas.write.LookupTarget;
import org.dataferry.schemas.write.WriteId;
import org.dataferry.sink.checkpoint.Checkpoint;
import org.dataferry.sink.client.testing.ManualClock;
import org.dataferry.sink.identity.IdentityStore;
import org.dataferry.sink.send.Batch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random histories of writes through the loop, to a target with faults, with kills, clean stops and partitions that come
 * and go. {@link SimulatedTarget} asserts what must hold while it runs; at the end every write has one outcome, and the
 * target has what the outcomes say: the newest image, lookups, state and links of each row, and of the rows that were there
 * before, the old values are in the log.
 */
final class SinkLoopSimulationTest {

    private static final int HISTORIES = Integer.getInteger("histories", 400);
    private static final Duration HOLD = Duration.ofSeconds(10);

    @TempDir
    Path folder;

    @Test
    void bringsEveryHistoryToItsEndWhateverHappens() {
        long first = Long.getLong("seed", System.nanoTime());
        try (IdentityStore store = IdentityStore.open(folder.resolve("identities"), "simulated")) {
            for (long seed = first; seed < first + HISTORIES; seed++) {
                try {
                    new Run(seed, store).play();
                } catch (AssertionError | RuntimeException failed) {
                    throw new AssertionError("fails with -Dseed=" + seed, failed);
                }
            }
        }
    }

    /** One history; the fields are what Kafka and the target keep, the loop is what dies. */
    private static final class Run {
        private final Random random;
        private final IdentityStore store;
        private final ManualClock clock = new ManualClock();
        private final History history;
        private final SimulatedTarget target;
        private final int window;
        private final int batchSize;
        private final Map<TopicPartition, String> metadata = new HashMap<>();
        private final Map<TopicPartition, Long> committed = new HashMap<>();
        private final Map<WriteId, Outcome> outcomes = new HashMap<>();
        private final Map<TopicPartition, Integer> read = new HashMap<>();
        private final Map<RowId, Map<String, String>> images = new HashMap<>();
        private Results results;
        private SinkLoop loop;
        private Pauses pauses = Pauses.NONE;

        Run(long seed, IdentityStore store) {
            this.random = new Random(seed);
            this.store = store;
            this.history = new History(random, Long.toString(seed), 1 + random.nextInt(3), 10 + random.nextInt(120));
            this.target = new SimulatedTarget(
                    random,
                    HOLD,
                    1 + random.nextInt(4),
                    history.bad(),
                    Set.of(history.missing().row()),
                    row -> images.getOrDefault(row, Map.of()));
            this.window = 1 + random.nextInt(50);
            this.batchSize = 1 + random.nextInt(6);
            this.results = new Results(store);
            this.loop = newLoop();
        }

        void play() {
            find();
            begin();
            for (int step = 0; step < 600; step++) {
                step();
            }
            target.behave();
            pause(Pauses.NONE);
            for (int step = 0; outcomes.size() < writes(); step++) {
                assertThat(step)
                        .as("all but %s of %s writes come to an end", outcomes.size(), writes())
                        .isLessThan(20_000);
                turn();
                commit(Set.of());
            }
            clock.advance(HOLD);
            assertEnd();
        }

        private void step() {
            switch (random.nextInt(60)) {
                case 0 -> kill();
                case 1 -> leave();
                case 2 -> handOver();
                case 3, 4, 5, 6, 7 -> commit(Set.of());
                case 8 -> pause(somePauses());
                default -> turn();
            }
        }

        private void turn() {
            owned().forEach(this::poll);
            loop.dispatch();
            if (target.underway() > 0 && random.nextBoolean()) {
                answered(target.answer(clock.instant()));
            }
            // Now and then a hold is over before all that was in doubt is read.
            clock.advance(random.nextInt(30) == 0 ? HOLD : Duration.ofMillis(random.nextInt(500)));
            target.pass(clock.instant());
        }

        private void poll(TopicPartition partition) {
            for (int i = random.nextInt(8); i > 0 && !loop.full().contains(partition); i--) {
                int at = read.get(partition);
                List<ConsumerRecord<String, EntityWrite>> records =
                        history.records().get(partition);
                if (at == records.size() || !loop.read(records.get(at))) {
                    return;
                }
                read.put(partition, at + 1);
            }
        }

        /** Until the next time, also over kills. */
        private void pause(Pauses changed) {
            pauses = changed;
            loop.pause(changed);
        }

        private Pauses somePauses() {
            List<String> entities = history.writes().keySet().stream()
                    .map(RowId::entity)
                    .distinct()
                    .sorted()
                    .toList();
            Set<String> paused = new HashSet<>();
            entities.stream().filter(any -> random.nextInt(3) == 0).forEach(paused::add);
            // All of them have one topic here.
            boolean all = paused.size() == entities.size();
            return new Pauses(
                    paused,
                    all ? Set.of(history.records().keySet().iterator().next().topic()) : Set.of());
        }

        /** The target, which must not be sent what is paused. */
        private Outlet watched() {
            return new Outlet() {
                @Override
                public int concurrency() {
                    return target.concurrency();
                }

                @Override
                public int underway() {
                    return target.underway();
                }

                @Override
                public void send(Batch batch) {
                    assertThat(pauses.entities()).doesNotContain(batch.entity());
                    target.send(batch);
                }
            };
        }

        /** In an order that does not change from one virtual machine to the next. */
        private List<TopicPartition> owned() {
            return loop.owned().stream()
                    .sorted(Comparator.comparing(TopicPartition::partition))
                    .toList();
        }

        /** As after a kill: nothing of the loop is left but what it committed. */
        private void kill() {
            target.cutOff(any -> true, clock.instant());
            begin();
        }

        private void leave() {
            while (target.underway() > 0 && random.nextInt(10) > 0) {
                answered(target.answer(clock.instant()));
            }
            commit(loop.owned());
            kill();
        }

        /** A partition goes to another instance and comes back. */
        private void handOver() {
            Set<TopicPartition> going = new HashSet<>();
            owned().stream().filter(any -> random.nextBoolean()).forEach(going::add);
            boolean drained = random.nextBoolean();
            while (drained && target.underway() > 0) {
                answered(target.answer(clock.instant()));
            }
            List<Senders.Sent.Answered> cut =
                    target.cutOff(task -> going.contains(task.merged().partition()), clock.instant());
            commit(going, cut.isEmpty());
            loop.revoke(going);
            cut.forEach(this::answered);
            going.forEach(this::assign);
            commit(Set.of());
        }

        /** The parents are known as rows of Ferry's; some of the others were in the target before. */
        private void find() {
            Map<String, Identity> identities = new HashMap<>();
            history.parents()
                    .forEach(parent -> identities.put(
                            parent.row().text(),
                            new Identity.Present(Optional.of(parent.guid()), 1, Identity.Origin.CREATED_BY_FERRY)));
            history.writes().keySet().stream()
                    .filter(row -> !(row instanceof RowId.Link) && random.nextInt(3) == 0)
                    .forEach(row -> identities.put(
                            row.text(),
                            new Identity.Present(Optional.of(target.has(row).guid()), 0, Identity.Origin.FOUND)));
            store.putAll(identities);
        }

        private void begin() {
            results = new Results(store);
            loop = newLoop();
            loop.pause(pauses);
            history.records().keySet().forEach(this::assign);
            commit(Set.of());
        }

        private void assign(TopicPartition partition) {
            Checkpoint from = committed.containsKey(partition)
                    ? Checkpoint.of(committed.get(partition), metadata.get(partition))
                    : Checkpoint.BEGINNING;
            List<ConsumerRecord<String, EntityWrite>> records =
                    history.records().get(partition);
            read.put(partition, (int) records.stream()
                    .filter(record -> record.offset() < from.offset())
                    .count());
            loop.assign(partition, from, records.getLast().offset() + 1);
        }

        private void commit(Set<TopicPartition> closing) {
            commit(closing, true);
        }

        private void commit(Set<TopicPartition> closing, boolean nothingCutOff) {
            for (TopicPartition partition : loop.owned()) {
                boolean closed = closing.contains(partition) && nothingCutOff && loop.isSettled(partition);
                Checkpoint checkpoint = loop.checkpoint(partition, position(partition), closed);
                committed.put(partition, checkpoint.offset());
                metadata.put(partition, checkpoint.metadata());
                loop.committed(partition, checkpoint);
            }
            for (RecordedOutcome outcome : results.outcomes()) {
                if (outcome.outcome() instanceof Outcome.Applied) {
                    assertThat(outcome.batch()).as("the batch of %s", outcome).isPresent();
                }
                assertThat(outcomes.put(outcome.write(), outcome.outcome()))
                        .as("one outcome of %s", outcome)
                        .isNull();
            }
            // Of several records the first that has a column counts.
            results.beforeImages()
                    .forEach(image -> image.columns()
                            .forEach((column, value) -> images.computeIfAbsent(image.row(), first -> new HashMap<>())
                                    .putIfAbsent(column, value)));
            results.committed();
            loop.recorded();
        }

        private long position(TopicPartition partition) {
            List<ConsumerRecord<String, EntityWrite>> records =
                    history.records().get(partition);
            int at = read.get(partition);
            return at < records.size()
                    ? records.get(at).offset()
                    : records.getLast().offset() + 1;
        }

        private void answered(Senders.Sent.Answered answered) {
            loop.answered(answered.batch(), answered.results());
        }

        private SinkLoop newLoop() {
            return new SinkLoop(
                    results,
                    new BeforeImages(any -> true),
                    new Outbox(watched(), BatchSizes.fixed(batchSize), new FileQueue(1)),
                    clock,
                    new Patience(HOLD, Map.of()),
                    new Watchdog(Duration.ofDays(1), clock),
                    new OwnedPartitions(window, HOLD, new HeldContents(Long.MAX_VALUE)));
        }

        private int writes() {
            return history.records().values().stream().mapToInt(List::size).sum();
        }

        private void assertEnd() {
            outcomes.forEach((write, outcome) -> {
                if (outcome instanceof Outcome.Rejected) {
                    assertThat(history.bad())
                            .as("only what the target refuses is rejected")
                            .contains(write);
                }
                if (outcome instanceof Outcome.Bounced(RowId row, var reason)
                        && row.equals(history.missing().row())) {
                    assertThat(reason).isEqualTo(Outcome.BounceReason.MISSING);
                    assertThat(store.get(row)).contains(new Identity.Gone(1));
                }
            });
            history.writes().forEach((row, writes) -> {
                if (row instanceof RowId.Link link) {
                    assertLink(link, writes.getLast());
                } else {
                    assertRow(row, writes);
                }
            });
        }

        private void assertLink(RowId.Link link, EntityWrite last) {
            boolean links = last instanceof EntityWrite.Link;
            if (links && link.to().equals(history.missing().row())) {
                assertThat(outcomes.get(last.id())).isInstanceOf(Outcome.Bounced.class);
            } else {
                assertThat(isDone(last)).as("%s is done", last).isTrue();
                assertThat(target.isLinked(link)).isEqualTo(links);
            }
        }

        /**
         * The newest whole image that the target accepts is there, with what was patched since; and the newest state, which
         * no image takes away but the row's removal does.
         */
        private void assertRow(RowId row, List<EntityWrite> writes) {
            int whole = writes.size() - 1;
            while (whole > 0 && !isWhole(writes.get(whole))) {
                whole--;
            }
            EntityWrite image = writes.get(whole);
            boolean acceptable = !history.bad().contains(image.id())
                    && !(image instanceof EntityWrite.UpsertRow upsert
                            && upsert.lookups().containsValue(history.missing()));
            if (acceptable) {
                assertThat(isDone(image))
                        .as("%s is done: %s", image, outcomes.get(image.id()))
                        .isTrue();
            }
            if (!isDone(image)) {
                return;
            }
            if (!(image instanceof EntityWrite.UpsertRow upsert)) {
                assertThat(target.row(row)).isEmpty();
                return;
            }
            Map<String, LookupTarget> lookups = new HashMap<>(upsert.lookups());
            for (EntityWrite after : writes.subList(whole + 1, writes.size())) {
                if (after instanceof EntityWrite.PatchLookup patch
                        && !patch.target().equals(history.missing())) {
                    assertThat(isDone(patch)).as("%s is done", patch).isTrue();
                    lookups.put(patch.column(), patch.target());
                } else if (after instanceof EntityWrite.PatchLookup patch) {
                    assertThat(outcomes.get(patch.id()))
                            .isEqualTo(new Outcome.Bounced(history.missing().row(), Outcome.BounceReason.MISSING));
                } else {
                    assertThat(isDone(after) || isSuperseded(after))
                            .as("%s is done", after)
                            .isTrue();
                }
            }
            SimulatedTarget.Row there = target.row(row).orElseThrow();
            assertThat(there.columns()).isEqualTo(upsert.columns());
            assertThat(there.lookups()).isEqualTo(lookups);
            assertThat(states(writes))
                    .as("the state of %s: %s", row, told(writes))
                    .contains(there.state());
        }

        private List<String> told(List<EntityWrite> writes) {
            return writes.stream()
                    .map(write ->
                            write.version() + " " + write.getClass().getSimpleName() + " " + outcomes.get(write.id()))
                    .toList();
        }

        /** What is superseded may have been done as well: it was sent, and its answer was lost. */
        private Set<Integer> states(List<EntityWrite> writes) {
            Set<Integer> states = new HashSet<>(Set.of(0));
            for (EntityWrite write : writes) {
                if (isDone(write) && !(write instanceof EntityWrite.UpsertRow)) {
                    states.removeIf(any -> !(write instanceof EntityWrite.PatchLookup));
                }
                switch (write) {
                    case EntityWrite.SetState state
                    when isDone(state) || isSuperseded(state) -> states.add(state.status());
                    case EntityWrite.DeleteRow delete when isDone(delete) || isSuperseded(delete) -> states.add(0);
                    default -> {}
                }
            }
            return states;
        }

        private boolean isSuperseded(EntityWrite write) {
            return new Outcome.Skipped(Outcome.SkipReason.SUPERSEDED).equals(outcomes.get(write.id()));
        }

        private boolean isDone(EntityWrite write) {
            return outcomes.get(write.id()) instanceof Outcome.Applied
                    || outcomes.get(write.id()) instanceof Outcome.AlreadyApplied;
        }

        private static boolean isWhole(EntityWrite write) {
            return write instanceof EntityWrite.UpsertRow || write instanceof EntityWrite.DeleteRow;
        }
    }
}
