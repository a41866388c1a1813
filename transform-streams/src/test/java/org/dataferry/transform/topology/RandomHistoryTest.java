package org.dataferry.transform.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dataferry.transform.topology.MigrationDriver.CUSTOMERS;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.outcome.Outcome;
import org.dataferry.schemas.outcome.RecordedOutcome;
import org.dataferry.schemas.outcome.RejectionReason;
import org.dataferry.schemas.value.Value;
import org.dataferry.schemas.write.EntityWrite;
import org.dataferry.schemas.write.FanOut;
import org.dataferry.schemas.write.WriteId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random changes of a few rows, with redelivery, refusals, a slow sink and restarts. */
class RandomHistoryTest {

    private static final int ROWS = 4;
    private static final String[] NAMES = {"a", "b", "c", "filtered", "refused"};

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void everyChangeIsAnnouncedOnceEveryWriteSettledOnceAndTheTargetEndsAsTheSource(long seed) {
        try (MigrationDriver migration = new MigrationDriver(directory, new TestMapping("account", CUSTOMERS))) {
            new History(migration, new SplittableRandom(seed), "history of seed " + seed).play();
        }
    }

    private static final class History {
        private final MigrationDriver migration;
        private final RandomGenerator random;
        private final String told;
        private final Map<Long, String> source = new HashMap<>();
        private final Map<RowId, String> target = new HashMap<>();
        private final Deque<EntityWrite> waiting = new ArrayDeque<>();
        private final List<WriteId> announced = new ArrayList<>();
        private final List<WriteId> settled = new ArrayList<>();
        private final Map<RowId, Long> lastVersions = new HashMap<>();
        private long lsn;

        private History(MigrationDriver migration, RandomGenerator random, String told) {
            this.migration = migration;
            this.random = random;
            this.told = told;
        }

        private void play() {
            for (int i = 0; i < 400; i++) {
                long id = random.nextInt(ROWS);
                change(id, random.nextInt(4) == 0 ? null : NAMES[random.nextInt(NAMES.length)]);
                for (int writes = random.nextInt(3); writes > 0; writes--) {
                    sink(true);
                }
                if (i % 100 == 99) {
                    migration.restart();
                }
            }
            for (long id = 0; id < ROWS; id++) {
                change(id, "end " + id % 2);
            }
            while (!waiting.isEmpty()) {
                sink(false);
            }
            assertThat(settled).as(told).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(announced);
            for (long id = 0; id < ROWS; id++) {
                assertThat(target.get(new RowId.OfSource("account", CUSTOMERS, TestSource.key(id))))
                        .as(told)
                        .isEqualTo(source.get(id));
            }
        }

        /** @param name null for a delete */
        private void change(long id, @Nullable String name) {
            var at = TestSource.at(1, ++lsn);
            var record = name == null
                    ? migration.source.delete(id, at)
                    : migration.source.row(source.containsKey(id) ? "u" : "c", id, at, name, null);
            if (name == null) {
                source.remove(id);
            } else {
                source.put(id, name);
            }
            migration.change(CUSTOMERS, record);
            boolean twice = random.nextInt(5) == 0;
            if (twice) {
                migration.change(CUSTOMERS, record);
            }
            take(twice);
        }

        private void take(boolean twice) {
            List<FanOut> fanOuts = migration.fanOuts();
            assertThat(fanOuts).as(told).hasSize(twice ? 2 : 1);
            FanOut.Announced first = (FanOut.Announced) fanOuts.getFirst();
            assertThat(fanOuts.subList(1, fanOuts.size()))
                    .as(told)
                    .allMatch(again -> again.equals(new FanOut.Redelivered(first.change())));
            announced.addAll(first.writes());
            List<EntityWrite> writes = migration.writes("account");
            List<RecordedOutcome> outcomes = migration.outcomes("account");
            assertThat(writes.size() + outcomes.size())
                    .as(told)
                    .isEqualTo(first.writes().size());
            outcomes.forEach(outcome -> settled.add(outcome.write()));
            for (EntityWrite write : writes) {
                Long last = lastVersions.put(write.row(), write.version());
                assertThat(write.version()).as(told).isGreaterThan(last == null ? 0 : last);
            }
            waiting.addAll(writes);
        }

        /** Does the oldest write, or the newest of its row in its place. */
        private void sink(boolean mayRefuse) {
            if (waiting.isEmpty()) {
                return;
            }
            EntityWrite write = waiting.remove();
            while (random.nextBoolean() && next(write.row()) != null) {
                settle(write, new Outcome.Skipped(Outcome.SkipReason.SUPERSEDED));
                write = next(write.row());
                waiting.remove(write);
            }
            if (mayRefuse && random.nextInt(4) == 0) {
                settle(write, new Outcome.Rejected(RejectionReason.REFUSED, "no"));
                return;
            }
            switch (write) {
                case EntityWrite.UpsertRow upsert ->
                    target.put(write.row(), ((Value.Text) upsert.columns().get("name")).value());
                default -> target.remove(write.row());
            }
            settle(write, new Outcome.Applied(Outcome.Effect.UPDATED));
        }

        private @Nullable EntityWrite next(RowId row) {
            return waiting.stream()
                    .filter(write -> write.row().equals(row))
                    .findFirst()
                    .orElse(null);
        }

        private void settle(EntityWrite write, Outcome outcome) {
            settled.add(write.id());
            migration.outcome(write, outcome);
        }
    }
}
