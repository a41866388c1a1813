package org.dataferry.capture.epoch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.dataferry.capture.CaptureException;
import org.dataferry.capture.epoch.Epoch.Kind;
import org.junit.jupiter.api.Test;

class TableEpochsTest {

    private static final TableEpochs EPOCHS = TableEpochs.NONE
            .with(Kind.SNAPSHOT, LogPoint.ofSnapshot(100))
            .with(Kind.TRUNCATE, new LogPoint(200, 210, 3))
            .with(Kind.TRUNCATE, new LogPoint(300, 310, 1));

    @Test
    void givesAPointTheEpochItFallsInAlsoWhenItComesAgain() {
        assertThat(EPOCHS.at(LogPoint.ofSnapshot(100)).number()).isEqualTo(1);
        assertThat(EPOCHS.at(new LogPoint(200, 210, 2)).number()).isEqualTo(1);
        assertThat(EPOCHS.at(new LogPoint(200, 210, 3)).number()).isEqualTo(2);
        assertThat(EPOCHS.at(new LogPoint(300, 305, 9)).number()).isEqualTo(2);
        assertThat(EPOCHS.at(new LogPoint(300, 310, 2)).number()).isEqualTo(3);
    }

    @Test
    void placesAChangeOfATransactionThatBeganBeforeTheSnapshotBehindTheSnapshotsRow() {
        LogPoint began = new LogPoint(100, 40, 1);

        assertThat(began).isGreaterThan(LogPoint.ofSnapshot(100));
        assertThat(began.in(EPOCHS.at(began)))
                .isGreaterThan(LogPoint.ofSnapshot(100).in(EPOCHS.at(LogPoint.ofSnapshot(100))));
    }

    @Test
    void takesTheNewestEpochOfARestoredSourceWhoseLogBeginsLower() {
        TableEpochs restored = EPOCHS.with(Kind.SNAPSHOT, LogPoint.ofSnapshot(50));

        assertThat(restored.at(new LogPoint(60, 61, 1)).number()).isEqualTo(4);
        assertThat(restored.at(new LogPoint(300, 310, 2)).number()).isEqualTo(4);
    }

    @Test
    void keepsWhatCanStillComeWhenItForgets() {
        TableEpochs left = EPOCHS.since(300);

        assertThat(left.epochs()).extracting(Epoch::number).containsExactly(2, 3);
        assertThat(left.with(Kind.TRUNCATE, new LogPoint(400, 1, 1))
                        .epochs()
                        .getLast()
                        .number())
                .isEqualTo(4);
    }

    @Test
    void refusesAPointBeforeTheFirstEpoch() {
        assertThatThrownBy(() -> EPOCHS.at(new LogPoint(99, 1, 1))).isInstanceOf(CaptureException.class);
    }

    @Test
    void readsBackWhatItWrote() {
        EpochCodec codec = new EpochCodec();

        assertThat(codec.read(codec.write(EPOCHS))).isEqualTo(EPOCHS);
    }
}
