package org.dataferry.sink.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.BitSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CheckpointTest {

    @Test
    void readsBackWhatItCommitted() {
        BitSet finished = new BitSet();
        finished.set(3);
        finished.set(9_999);
        Checkpoint open = new Checkpoint(7, finished, 20_007);

        assertThat(Checkpoint.of(7, open.metadata())).isEqualTo(open);
        assertThat(open.isFinished(6)).isTrue();
        assertThat(open.isFinished(7)).isFalse();
        assertThat(open.isFinished(10)).isTrue();
        assertThat(open.isFinished(Long.MAX_VALUE)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", ":", "reset: by hand", "5:*"})
    void takesACommitThatIsNotOursAsOneThatKnowsNothing(String metadata) {
        Checkpoint checkpoint = Checkpoint.of(42, metadata);

        assertThat(checkpoint).isEqualTo(new Checkpoint(42, new BitSet(), Long.MAX_VALUE));
    }

    @Test
    void isClosedWhenItReachesNoFurtherThanItsOffset() {
        Checkpoint closed = new Checkpoint(7, new BitSet(), 7);

        assertThat(Checkpoint.of(7, closed.metadata()).isClosed()).isTrue();
        assertThat(closed.reaching(8).isClosed()).isFalse();
        assertThat(closed.reaching(3)).isEqualTo(closed);
    }

    @Test
    void doesNotChangeWithTheBitsItWasMadeOf() {
        BitSet finished = new BitSet();
        Checkpoint checkpoint = new Checkpoint(0, finished, 0);

        finished.set(1);
        checkpoint.finished().set(2);

        assertThat(checkpoint.isFinished(1)).isFalse();
        assertThat(checkpoint.isFinished(2)).isFalse();
    }

    @Test
    void refusesMetadataThatKafkaWouldNotTake() {
        BitSet finished = new BitSet();
        finished.set(30_000);

        assertThatThrownBy(() -> new Checkpoint(0, finished, 0).metadata())
                .hasMessageContaining("a window of 30001 offsets does not fit");
    }
}
