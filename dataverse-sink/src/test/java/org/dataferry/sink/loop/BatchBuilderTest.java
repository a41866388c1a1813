package org.dataferry.sink.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dataferry.sink.loop.VerdictTest.merged;
import static org.dataferry.sink.testing.Writes.PARTITION;
import static org.dataferry.sink.testing.Writes.renamed;
import static org.dataferry.sink.testing.Writes.row;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.dataferry.sink.row.QueuedWrite;
import org.dataferry.sink.row.Tries;
import org.dataferry.sink.send.Action;
import org.dataferry.sink.send.Batch;
import org.dataferry.sink.send.RowTask;
import org.junit.jupiter.api.Test;

final class BatchBuilderTest {

    private static final Instant NOW = Instant.parse("2026-11-20T08:00:00Z");

    private final BatchBuilder batches = new BatchBuilder(BatchSizes.fixed(8));

    @Test
    void makesBatchesOfOneEntityAndActionUpToTheirSize() {
        for (int i = 0; i < 10; i++) {
            batches.add(Action.CREATE, task("account", "a" + i, 0), NOW);
        }
        batches.add(Action.UPDATE, task("account", "b", 0), NOW);
        batches.add(Action.CREATE, task("contact", "c", 0), NOW);

        assertThat(all())
                .extracting(BatchBuilderTest::told)
                .containsExactly("account CREATE 8", "account UPDATE 1", "contact CREATE 1", "account CREATE 2");
        assertThat(batches.size("account")).isZero();
    }

    @Test
    void sendsRowsThatWereLostAgainAndAgainInEverSmallerBatches() {
        for (int lost = 0; lost < 40; lost++) {
            for (int i = 0; i < 8; i++) {
                batches.add(Action.RESOLVE, task("account", lost + "-" + i, lost), NOW);
            }
        }

        List<Batch> all = all();

        for (Batch batch : all) {
            int lost = batch.rows().getFirst().merged().tries().lost();
            int most = Math.max(1, 8 >> Math.min(lost, 4));
            assertThat(batch.rows().size()).as("lost %s times", lost).isLessThanOrEqualTo(most);
        }
        assertThat(all.stream().mapToInt(batch -> batch.rows().size()).sum()).isEqualTo(320);
    }

    @Test
    void ordersTheRowsOfABatchByTheKeysOfTheTarget() {
        List<UUID> guids = List.of(new UUID(3, 0), new UUID(1, 0), new UUID(2, 0));
        guids.forEach(guid -> batches.add(Action.UPDATE, task("account", "u" + guid, 0, Optional.of(guid)), NOW));
        List.of("c", "a", "b").forEach(key -> batches.add(Action.CREATE, task("account", key, 0), NOW));

        List<Batch> all = all();
        assertThat(all.get(0).rows())
                .extracting(row -> row.guid().orElseThrow())
                .containsExactly(new UUID(1, 0), new UUID(2, 0), new UUID(3, 0));
        assertThat(all.get(1).rows())
                .extracting(row -> row.write().row())
                .containsExactly(row("a"), row("b"), row("c"));
    }

    @Test
    void warmsATableUpByOneSmallRequest() {
        BatchBuilder large = new BatchBuilder(BatchSizes.fixed(100));
        for (int i = 0; i < 300; i++) {
            large.add(Action.CREATE, task("account", "a" + i, 0), NOW);
        }
        large.add(Action.CREATE, task("contact", "c", 0), NOW);

        Batch first = large.next(false, NOW).orElseThrow();
        assertThat(told(first)).isEqualTo("account CREATE 10");
        assertThat(large.next(false, NOW)).map(BatchBuilderTest::told).contains("contact CREATE 1");
        assertThat(large.next(false, NOW)).as("both tables are being warmed up").isEmpty();

        large.answered(first);
        assertThat(large.next(false, NOW)).map(BatchBuilderTest::told).contains("account CREATE 100");
        assertThat(large.next(false, NOW)).map(BatchBuilderTest::told).contains("account CREATE 100");
    }

    @Test
    void letsBatchesFillWhileTheLaneIsBusy() {
        BatchBuilder busy = new BatchBuilder(BatchSizes.fixed(8));
        for (int i = 0; i < 7; i++) {
            busy.add(Action.CREATE, task("account", "a" + i, 0), NOW);
        }
        assertThat(busy.next(true, NOW)).isEmpty();
        busy.add(Action.CREATE, task("contact", "c", 0), NOW);
        busy.add(Action.CREATE, task("account", "a8", 0), NOW);

        assertThat(busy.next(true, NOW)).map(BatchBuilderTest::told).contains("account CREATE 8");
        assertThat(busy.next(true, NOW.plusMillis(999))).isEmpty();
        assertThat(busy.next(true, NOW.plusSeconds(1)))
                .as("one row of another table, after a second")
                .map(BatchBuilderTest::told)
                .contains("contact CREATE 1");
    }

    @Test
    void leavesOutWhatIsNotToBeSentAnyMore() {
        batches.add(Action.CREATE, task("account", "a", 0), NOW);
        batches.add(Action.CREATE, task("account", "b", 0), NOW);
        batches.add(Action.UPDATE, task("account", "c", 0), NOW);

        batches.retain(task -> task.write().row().equals(row("b")));

        assertThat(batches.size("account")).isEqualTo(1);
        assertThat(all()).extracting(BatchBuilderTest::told).containsExactly("account CREATE 1");
    }

    private List<Batch> all() {
        List<Batch> all = new ArrayList<>();
        for (Optional<Batch> next = batches.next(false, NOW); next.isPresent(); next = batches.next(false, NOW)) {
            all.add(next.get());
            batches.answered(next.get());
        }
        return all;
    }

    private static String told(Batch batch) {
        return batch.entity() + " " + batch.action() + " " + batch.rows().size();
    }

    private static RowTask task(String entity, String key, int lost) {
        return task(entity, key, lost, Optional.empty());
    }

    private static RowTask task(String entity, String key, int lost, Optional<UUID> guid) {
        QueuedWrite write =
                new QueuedWrite(renamed(row(entity, key), 1, "x"), PARTITION, 0, lost > 0, new Tries(lost, 0, 0));
        return new RowTask(merged(write), guid, 0);
    }
}
