package org.dataferry.sink.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.dataferry.schemas.outcome.Outcome;
import org.dataferry.schemas.outcome.RecordedOutcome;
import org.dataferry.schemas.write.EntityWrite;
import org.dataferry.schemas.write.WriteId;
import org.dataferry.sink.checkpoint.Checkpoint;
import org.dataferry.sink.client.testing.ManualClock;
import org.dataferry.sink.identity.IdentityStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random histories of writes through the loop, to a target with faults, with kills, clean stops and partitions that come
 * and go. {@link SimulatedTarget} asserts what must hold while it runs; at the end every write has one outcome, and the
 * target has the newest version of each row.
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
        private Results results;
        private SinkLoop loop;

        Run(long seed, IdentityStore store) {
            this.random = new Random(seed);
            this.store = store;
            this.history = new History(random, Long.toString(seed), 1 + random.nextInt(3), 10 + random.nextInt(120));
            this.target = new SimulatedTarget(random, HOLD, 1 + random.nextInt(4), history.bad());
            this.window = 1 + random.nextInt(50);
            this.batchSize = 1 + random.nextInt(6);
            this.results = new Results(store);
            this.loop = newLoop();
        }

        void play() {
            begin();
            for (int step = 0; step < 600; step++) {
                step();
            }
            target.behave();
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
                default -> turn();
            }
        }

        private void turn() {
            loop.owned().forEach(this::poll);
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
            loop.owned().stream().filter(any -> random.nextBoolean()).forEach(going::add);
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

        private void begin() {
            results = new Results(store);
            loop = newLoop();
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
                assertThat(outcomes.put(outcome.write(), outcome.outcome()))
                        .as("one outcome of %s", outcome)
                        .isNull();
            }
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
            return new SinkLoop(results, new BeforeImages(any -> true), target, clock, HOLD, window, batchSize);
        }

        private int writes() {
            return history.records().values().stream().mapToInt(List::size).sum();
        }

        private void assertEnd() {
            history.bad()
                    .forEach(write -> assertThat(outcomes.get(write))
                            .isInstanceOfAny(Outcome.Rejected.class, Outcome.Skipped.class));
            outcomes.forEach((write, outcome) -> {
                if (outcome instanceof Outcome.Rejected) {
                    assertThat(history.bad())
                            .as("only what the target refuses is rejected")
                            .contains(write);
                }
            });
            history.newest().forEach((row, write) -> {
                if (history.bad().contains(write.id())) {
                    return;
                }
                assertThat(outcomes.get(write.id()))
                        .isInstanceOfAny(Outcome.Applied.class, Outcome.AlreadyApplied.class);
                switch (write) {
                    case EntityWrite.UpsertRow upsert ->
                        assertThat(target.row(row))
                                .map(SimulatedTarget.Row::columns)
                                .contains(upsert.columns());
                    case EntityWrite.DeleteRow delete ->
                        assertThat(target.row(row)).isEmpty();
                    default -> throw new AssertionError("no history has a " + write);
                }
            });
        }
    }
}
