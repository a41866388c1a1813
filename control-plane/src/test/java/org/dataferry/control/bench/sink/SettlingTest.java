package org.dataferry.control.bench.sink;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

final class SettlingTest {

    private static final double SECONDS = 100;
    private static final double SPAN = 5;

    @Test
    void aRateThatNeverChangedIsSettledAtOnce() {
        assertThat(Settling.seconds(samples(second -> 50), SPAN)).hasValue(0);
    }

    @Test
    void aRateIsSettledWhenItHasComeToWhereItEnds() {
        List<Sample> samples = samples(second -> second < 20 ? 10 : 50);

        assertThat(Settling.seconds(samples, SPAN).orElseThrow()).isCloseTo(20, Offset.offset(SPAN));
    }

    /** A pause is part of settling however high the rate was before it. */
    @Test
    void aPauseAfterTheRateWasReachedCounts() {
        List<Sample> samples = samples(second -> second >= 30 && second < 35 ? 0 : 50);

        assertThat(Settling.seconds(samples, SPAN).orElseThrow()).isCloseTo(35, Offset.offset(SPAN));
    }

    @Test
    void aRateThatGoesUpAndDownToTheEndHasNotSettled() {
        assertThat(Settling.seconds(samples(second -> (int) (second / 10) % 2 == 0 ? 100 : 10), SPAN))
                .isEmpty();
    }

    @Test
    void whereNothingIsDoneNothingSettles() {
        assertThat(Settling.seconds(samples(second -> 0), SPAN)).isEmpty();
    }

    /** Ten looks a second. */
    private static List<Sample> samples(DoubleUnaryOperator rowsPerSecond) {
        List<Sample> samples = new ArrayList<>();
        double rows = 0;
        for (int look = 0; look <= SECONDS * 10; look++) {
            samples.add(new Sample(look * 100_000_000L, Math.round(rows), 0, 0, 0, 0));
            rows += rowsPerSecond.applyAsDouble(look / 10.0) / 10;
        }
        return samples;
    }
}
