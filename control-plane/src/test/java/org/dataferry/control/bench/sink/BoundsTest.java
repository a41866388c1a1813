package org.dataferry.control.bench.sink;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** What the figures are compared with. */
final class BoundsTest {

    /** Four requests of 1,000 rows at a time, 10.09 s each. */
    @Test
    void executionTimeBoundsLargeBatches() {
        assertThat(TargetModel.DOCUMENTED.steadyCeiling()).isCloseTo(4 / 10.09 * 1_000, Offset.offset(0.1));
    }

    /** Twenty requests of one row a second. */
    @Test
    void requestsBoundSmallOnes() {
        TargetModel single = new TargetModel(
                6_000,
                Duration.ofMinutes(20),
                Duration.ofMinutes(5),
                52,
                Duration.ofMillis(90),
                Duration.ofMillis(10),
                1);

        assertThat(single.steadyCeiling()).isCloseTo(20, Offset.offset(0.001));
    }

    @Test
    void slowerTargetsAndNarrowerLimitsAllowLess() {
        double usual = TargetModel.DOCUMENTED.steadyCeiling();

        assertThat(TargetModel.DOCUMENTED.slower(3).steadyCeiling()).isCloseTo(usual / 3, Offset.offset(0.1));
        assertThat(TargetModel.DOCUMENTED.narrower(2).steadyCeiling()).isCloseTo(usual / 2, Offset.offset(0.1));
    }

    @Test
    void timeIsAsFastAsKeepsTheCeilingUnderAThirdOfWhatTheMachineDoes() {
        TimeScale scale = new TimeScale(6_000, 500);

        assertThat(scale.forUsers(1)).isEqualTo(4);
        assertThat(scale.forUsers(3)).isEqualTo(1.33);
        assertThat(scale.keepsMachineFree(3)).isTrue();
    }

    @Test
    void aMachineThatIsTooSlowForTheLimitsIsSaidToBe() {
        assertThat(new TimeScale(100, 500).keepsMachineFree(1)).isFalse();
        assertThat(new TimeScale(1_000_000, 500).forUsers(1)).isEqualTo(10);
    }
}
