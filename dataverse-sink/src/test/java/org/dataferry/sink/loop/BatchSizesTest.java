package org.dataferry.sink.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dataferry.sink.loop.VerdictTest.merged;
import static org.dataferry.sink.testing.Writes.queued;
import static org.dataferry.sink.testing.Writes.renamed;
import static org.dataferry.sink.testing.Writes.row;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.dataferry.schemas.outcome.RejectionReason;
import org.dataferry.sink.send.Action;
import org.dataferry.sink.send.Batch;
import org.dataferry.sink.send.RowResult;
import org.dataferry.sink.send.RowTask;
import org.junit.jupiter.api.Test;

final class BatchSizesTest {
    private static final RowResult GOOD = new RowResult.AlreadyDone();
    private static final RowResult BAD = new RowResult.Refused(RejectionReason.VALUE_TOO_LONG, "too long");

    private final BatchSizes sizes = new BatchSizes((entity, action) -> 400, () -> 1_000);

    private void answered(Action action, int rows, int bad) {
        List<RowTask> tasks = new ArrayList<>();
        List<RowResult> results = new ArrayList<>(Collections.nCopies(bad, BAD));
        for (int i = 0; i < rows; i++) {
            tasks.add(new RowTask(merged(queued(renamed(row("k" + i), 1, "x"), i)), Optional.empty(), 0));
        }
        results.addAll(Collections.nCopies(rows - bad, GOOD));
        sizes.answered(new Batch("account", action, tasks), results);
    }

    @Test
    void takesTheAdviceUpToTheMost() {
        assertThat(sizes.of("account", Action.CREATE)).isEqualTo(400);
        assertThat(new BatchSizes((entity, action) -> 400, () -> 300).of("account", Action.CREATE))
                .isEqualTo(300);
    }

    @Test
    void halvesWithEachBatchThatHasBadRowsAndRisesWithCleanOnes() {
        answered(Action.CREATE, 400, 1);
        assertThat(sizes.of("account", Action.CREATE)).isEqualTo(200);
        answered(Action.CREATE, 200, 7);
        assertThat(sizes.of("account", Action.CREATE)).isEqualTo(100);

        answered(Action.CREATE, 100, 0);
        assertThat(sizes.of("account", Action.CREATE)).isEqualTo(113);
        for (int i = 0; i < 20; i++) {
            answered(Action.CREATE, sizes.of("account", Action.CREATE), 0);
        }
        assertThat(sizes.of("account", Action.CREATE)).isEqualTo(400);
    }

    @Test
    void neverGoesBelowTenForWhateverIsRefused() {
        for (int i = 0; i < 10; i++) {
            answered(Action.CREATE, sizes.of("account", Action.CREATE), 1);
        }
        assertThat(sizes.of("account", Action.CREATE)).isEqualTo(10);
    }

    @Test
    void asksOfEachEntityAndActionForItself() {
        answered(Action.CREATE, 400, 1);

        assertThat(sizes.of("account", Action.UPDATE)).isEqualTo(400);
        assertThat(sizes.of("contact", Action.CREATE)).isEqualTo(400);
    }

    @Test
    void leavesPartsOfABatchAloneWhereABadOneCostsNothingButItself() {
        answered(Action.DELETE, 400, 9);

        assertThat(sizes.of("account", Action.DELETE)).isEqualTo(400);
    }
}
