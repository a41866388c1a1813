package org.dataferry.sink.row;

import static org.assertj.core.api.Assertions.assertThat;
import static org.dataferry.sink.testing.Writes.PARTITION;
import static org.dataferry.sink.testing.Writes.doubted;
import static org.dataferry.sink.testing.Writes.patch;
import static org.dataferry.sink.testing.Writes.queued;
import static org.dataferry.sink.testing.Writes.renamed;
import static org.dataferry.sink.testing.Writes.row;
import static org.dataferry.sink.testing.Writes.state;

import java.util.List;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.write.EntityWrite;
import org.dataferry.schemas.write.LookupTarget;
import org.junit.jupiter.api.Test;

final class RowQueuesTest {

    private static final RowId A = row("a");
    private static final RowId B = row("b");

    private final RowQueues rows = new RowQueues();

    @Test
    void givesRowsOutInTheOrderOfTheirFirstWrite() {
        rows.add(queued(renamed(A, 1, "x"), 0));
        rows.add(queued(renamed(B, 1, "x"), 1));
        rows.add(queued(renamed(A, 2, "y"), 2));

        assertThat(rows.take(any -> true))
                .map(MergedWrite::newest)
                .map(QueuedWrite::offset)
                .contains(2L);
        assertThat(rows.take(any -> true))
                .map(MergedWrite::newest)
                .map(QueuedWrite::offset)
                .contains(1L);
        assertThat(rows.take(any -> true)).isEmpty();
        assertThat(rows.size()).isZero();
    }

    @Test
    void givesATakenRowOutOnlyAfterItsRelease() {
        rows.add(queued(renamed(A, 1, "x"), 0));
        rows.take(any -> true);
        rows.add(queued(renamed(A, 2, "y"), 1));

        assertThat(rows.take(any -> true)).isEmpty();
        rows.release(A);
        assertThat(rows.take(any -> true))
                .map(MergedWrite::write)
                .map(EntityWrite::version)
                .contains(2L);
    }

    @Test
    void mergesWhatIsGivenBackWithWhatCameMeanwhile() {
        rows.add(queued(renamed(A, 1, "x"), 0));
        MergedWrite taken = rows.take(any -> true).orElseThrow();
        rows.add(queued(renamed(A, 2, "y"), 1));

        rows.giveBack(taken.queued(true, taken.tries().lostAgain()));

        assertThat(rows.size()).isEqualTo(2);
        assertThat(rows.hasDoubts(PARTITION)).isTrue();
        MergedWrite merged = rows.take(any -> true).orElseThrow();
        assertThat(merged.write().version()).isEqualTo(2);
        assertThat(merged.superseded()).extracting(QueuedWrite::offset).containsExactly(0L);
        assertThat(merged.inDoubt()).isTrue();
        assertThat(merged.tries()).isEqualTo(Tries.NONE);
    }

    @Test
    void givesOutWhatFollowsTheImageOnlyAfterItsRelease() {
        rows.add(queued(renamed(A, 1, "x"), 0));
        rows.add(queued(patch(A, 2, "parentid", LookupTarget.NONE), 1));
        rows.add(queued(state(A, 3, 1, 2), 2));
        assertThat(rows.take(any -> true).orElseThrow().write().version()).isEqualTo(1);
        assertThat(rows.size()).isEqualTo(2);

        assertThat(rows.take(any -> true)).isEmpty();
        rows.release(A);

        assertThat(rows.take(any -> true).orElseThrow().write().version()).isEqualTo(2);
        rows.release(A);
        assertThat(rows.take(any -> true).orElseThrow().write().version()).isEqualTo(3);
        assertThat(rows.size()).isZero();
    }

    @Test
    void putsAStateThatIsGivenBackBehindAnImageThatCameMeanwhile() {
        rows.add(queued(state(A, 3, 1, 2), 0));
        MergedWrite taken = rows.take(any -> true).orElseThrow();
        rows.add(queued(renamed(A, 4, "y"), 1));

        rows.giveBack(taken.queued(true, taken.tries().lostAgain()));

        assertThat(rows.take(any -> true).orElseThrow().write().version()).isEqualTo(4);
        rows.release(A);
        assertThat(rows.take(any -> true).orElseThrow().write().version()).isEqualTo(3);
    }

    @Test
    void forgetsThePartitionsThatAreDropped() {
        TopicPartition other = new TopicPartition("writes", 1);
        rows.add(queued(renamed(A, 1, "x"), 0));
        rows.take(any -> true);
        rows.add(doubted(renamed(A, 2, "y"), 1));
        rows.add(new QueuedWrite(renamed(B, 1, "x"), other, 0, false, Tries.NONE));

        rows.drop(Set.of(PARTITION), List.of(A));

        assertThat(rows.hasDoubts(PARTITION)).isFalse();
        assertThat(rows.size()).isEqualTo(1);
        assertThat(rows.take(any -> true)).map(MergedWrite::partition).contains(other);
        rows.add(queued(renamed(A, 1, "x"), 0));
        assertThat(rows.take(any -> true)).isPresent();
    }
}
