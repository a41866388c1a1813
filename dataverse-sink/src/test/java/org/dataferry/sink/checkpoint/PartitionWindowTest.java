package org.dataferry.sink.checkpoint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.dataferry.sink.checkpoint.PartitionWindow.Delivery;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

final class PartitionWindowTest {

    private static final int ROUNDS = 300;

    @Test
    void commitsTheLowestUnfinishedOffsetAndWhatIsFinishedBeyond() {
        PartitionWindow window = delivered(10, 11, 12, 13);

        window.finish(10);
        window.finish(12);
        Checkpoint checkpoint = window.checkpoint(14, false);

        assertThat(checkpoint.offset()).isEqualTo(11);
        assertThat(checkpoint.isFinished(11)).isFalse();
        assertThat(checkpoint.isFinished(12)).isTrue();
        assertThat(checkpoint.isFinished(13)).isFalse();
    }

    @Test
    void countsOffsetsThatAreNeverDeliveredAsFinished() {
        PartitionWindow window = delivered(10, 14);

        window.finish(10);

        assertThat(window.checkpoint(20, false)).satisfies(checkpoint -> {
            assertThat(checkpoint.offset()).isEqualTo(14);
            assertThat(checkpoint.isFinished(19)).isTrue();
            assertThat(checkpoint.isFinished(20)).isFalse();
        });
        window.finish(14);
        assertThat(window.checkpoint(20, true).offset()).isEqualTo(20);
    }

    @Test
    void keepsWhatWasFinishedBeyondInCommitsMadeBeforeItIsReadAgain() {
        // given
        PartitionWindow first = delivered(0, 1, 2, 3);
        first.finish(1);
        first.finish(3);

        // when
        PartitionWindow second = new PartitionWindow(first.checkpoint(4, false), 100);
        Checkpoint atOnce = second.checkpoint(0, false);

        // then
        assertThat(atOnce.isFinished(1)).isTrue();
        assertThat(atOnce.isFinished(3)).isTrue();
        assertThat(second.deliver(0)).isEqualTo(Delivery.NEW);
        assertThat(second.deliver(1)).isEqualTo(Delivery.FINISHED);
        assertThat(second.deliver(2)).isEqualTo(Delivery.NEW);
        assertThat(second.deliver(3)).isEqualTo(Delivery.FINISHED);
    }

    @Test
    void takesNothingBeyondItsLimitUntilOlderOffsetsAreFinishedAndCommitted() {
        PartitionWindow window = new PartitionWindow(Checkpoint.BEGINNING, 3);
        window.deliver(0);
        window.deliver(1);
        assertThat(window.isFull()).isFalse();
        window.deliver(2);

        assertThat(window.isFull()).isTrue();
        assertThat(window.deliver(3)).isEqualTo(Delivery.NO_ROOM);
        window.finish(0);
        assertThat(window.deliver(3)).isEqualTo(Delivery.NO_ROOM);
        window.committed(window.checkpoint(3, false));
        assertThat(window.isFull()).isFalse();
        assertThat(window.deliver(3)).isEqualTo(Delivery.NEW);
    }

    @Test
    void waitsWithARecordBehindAGapThatIsLongerThanItsLimit() {
        PartitionWindow window = new PartitionWindow(Checkpoint.BEGINNING, 100);
        window.deliver(0);

        assertThat(window.deliver(1_000_000)).isEqualTo(Delivery.NO_ROOM);
        assertThat(window.isFull()).isTrue();
        assertThat(window.checkpoint(1_000_000, false).offset()).isZero();
        assertThat(window.hasRead(1_000_000)).isTrue();
        window.finish(0);
        window.committed(window.checkpoint(1_000_000, false));
        assertThat(window.isFull()).isFalse();
        assertThat(window.deliver(1_000_000)).isEqualTo(Delivery.NEW);
        assertThat(window.checkpoint(1_000_001, false).offset()).isEqualTo(1_000_000);
    }

    @Test
    void tellsTheNextOwnerHowFarWritesMayHaveBeenSent() {
        PartitionWindow window = delivered(10, 11);
        window.finish(10);

        assertThat(window.checkpoint(12, false).reach()).isEqualTo(111);
        assertThat(window.checkpoint(12, true).isClosed()).isTrue();
    }

    @Test
    void refusesWhatCannotBe() {
        PartitionWindow window = delivered(5, 6);
        window.finish(5);

        assertThatThrownBy(() -> window.deliver(6)).hasMessageContaining("offset 6 was delivered before");
        assertThatThrownBy(() -> window.finish(5)).hasMessageContaining("offset 5 is not underway");
        assertThatThrownBy(() -> window.finish(7)).hasMessageContaining("offset 7 is not underway");
    }

    @Test
    void fitsTheMetadataOfACommitWhateverIsFinished() {
        int most = 20_000;
        PartitionWindow window = new PartitionWindow(Checkpoint.BEGINNING, most);
        for (long offset = 0; offset < most; offset++) {
            window.deliver(offset);
        }
        for (long offset = most - 1; offset > 0; offset--) {
            window.finish(offset);
            if (offset % 997 == 0) {
                assertFits(window.checkpoint(most, false));
            }
        }

        assertThat(window.isFull()).isTrue();
        assertFits(window.checkpoint(most + 5_000, false));
    }

    /** Deliveries with gaps, finishes in any order, commits and hand-overs, against a set of unfinished offsets. */
    @Test
    void agreesWithANaiveModel(TestInfo test) {
        for (int round = 0; round < ROUNDS; round++) {
            long seed = System.nanoTime();
            try {
                playAgainstTheModel(new Random(seed));
            } catch (AssertionError | RuntimeException failed) {
                throw new AssertionError(test.getDisplayName() + " fails with seed " + seed, failed);
            }
        }
    }

    private static void playAgainstTheModel(Random random) {
        int limit = 1 + random.nextInt(60);
        List<Long> log = log(random);
        TreeSet<Long> outcomes = new TreeSet<>();
        PartitionWindow window = new PartitionWindow(Checkpoint.BEGINNING, limit);
        List<Long> underway = new ArrayList<>();
        Checkpoint last = Checkpoint.BEGINNING.reaching(limit);
        int read = 0;
        for (int step = 0; step < 400; step++) {
            int action = random.nextInt(10);
            if (action < 5 && read < log.size()) {
                long offset = log.get(read);
                Delivery delivery = window.deliver(offset);
                switch (delivery) {
                    case NEW -> {
                        assertThat(outcomes).doesNotContain(offset);
                        assertThat(offset).isLessThan(last.reach());
                        underway.add(offset);
                        read++;
                    }
                    case FINISHED -> {
                        assertThat(outcomes).contains(offset);
                        read++;
                    }
                    case NO_ROOM -> {
                        assertThat(offset).isGreaterThanOrEqualTo(last.offset() + limit);
                        assertThat(window.isFull()).isTrue();
                    }
                }
            } else if (action < 8 && !underway.isEmpty()) {
                long offset = underway.remove(random.nextInt(underway.size()));
                window.finish(offset);
                outcomes.add(offset);
            } else if (action == 8) {
                last = window.checkpoint(position(log, read), false);
                window.committed(last);
                assertTells(last, log, outcomes, read);
            } else if (random.nextInt(8) == 0) {
                last = window.checkpoint(position(log, read), false);
                Checkpoint again = Checkpoint.of(last.offset(), last.metadata());
                assertThat(again).isEqualTo(last);
                window = new PartitionWindow(again, limit);
                underway.clear();
                long from = again.offset();
                read = (int) log.stream().filter(offset -> offset < from).count();
            }
        }
    }

    private static void assertTells(Checkpoint checkpoint, List<Long> log, TreeSet<Long> outcomes, int read) {
        assertFits(checkpoint);
        for (long offset : log) {
            assertThat(checkpoint.isFinished(offset))
                    .as("offset %s of %s, finished %s", offset, checkpoint, outcomes)
                    .isEqualTo(outcomes.contains(offset));
        }
        long lowest = log.stream()
                .filter(offset -> !outcomes.contains(offset))
                .findFirst()
                .orElse(Long.MAX_VALUE);
        assertThat(checkpoint.offset()).isLessThanOrEqualTo(Math.min(lowest, position(log, read)));
    }

    /** Offsets that hold records; the others are markers and aborted records. */
    private static List<Long> log(Random random) {
        List<Long> log = new ArrayList<>();
        long offset = random.nextInt(3);
        for (int i = 0; i < 200; i++) {
            log.add(offset);
            offset += 1 + (random.nextInt(4) == 0 ? random.nextInt(random.nextInt(20) == 0 ? 500 : 5) : 0);
        }
        return log;
    }

    /** A consumer stands before the next record, or anywhere in the gap before it. */
    private static long position(List<Long> log, int read) {
        long after = read == 0 ? 0 : log.get(read - 1) + 1;
        return read < log.size() ? Math.max(after, log.get(read)) : after;
    }

    private static void assertFits(Checkpoint checkpoint) {
        assertThat(checkpoint.metadata().getBytes(UTF_8)).hasSizeLessThan(Checkpoint.MOST_METADATA_BYTES);
    }

    private static PartitionWindow delivered(long... offsets) {
        PartitionWindow window = new PartitionWindow(new Checkpoint(offsets[0], new BitSet(), 0), 100);
        for (long offset : offsets) {
            window.deliver(offset);
        }
        return window;
    }
}
