package org.dataferry.sink.client.pacing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class BatchAdviceTest {
    private final long seed = Long.getLong("ferry.seed", System.nanoTime());
    private final SplittableRandom random = new SplittableRandom(seed);
    private final BatchAdvice advice = new BatchAdvice();

    /** Requests of the advised size, which differ by a tenth from what they take on average. */
    private int settled(double own, double perRow, int requests) {
        for (int i = 0; i < requests; i++) {
            int rows = advice.rows("create", 100, 1_000);
            double jitter = 0.9 + 0.2 * random.nextDouble();
            advice.took("create", rows, (own + perRow * rows) * jitter);
        }
        return advice.rows("create", 100, 1_000);
    }

    @Test
    void beginsWithTheFirstSize() {
        assertThat(advice.rows("create", 100, 1_000)).isEqualTo(100);
    }

    /** So that all but some hundredths of the time are the rows' own; one estimate alone may be off by chance. */
    @ParameterizedTest
    @CsvSource({"0.09, 0.01", "0.2, 0.02", "0.5, 0.01", "0.03, 0.001"})
    void growsUntilARequestsOwnTimeIsSmall(double own, double perRow) {
        settled(own, perRow, 100);

        double requests = 0;
        double rows = 0;
        for (int i = 0; i < 100; i++) {
            rows += settled(own, perRow, 1);
            requests++;
        }
        assertThat(own * requests / (own * requests + perRow * rows))
                .as("seed %d, over %d requests", seed, (int) requests)
                .isLessThan(0.06);
    }

    @Test
    void keepsRequestsBelowHalfAMinute() {
        int rows = settled(2, 0.1, 100);

        assertThat(rows * 0.1).as("seed %d", seed).isLessThan(40);
    }

    @Test
    void asksOfEachKindForItself() {
        settled(0.5, 0.01, 50);

        assertThat(advice.rows("update", 100, 1_000)).isEqualTo(100);
    }
}
