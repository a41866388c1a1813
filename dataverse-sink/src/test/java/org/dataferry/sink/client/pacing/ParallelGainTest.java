package org.dataferry.sink.client.pacing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ParallelGainTest {
    private static final long WINDOW = 300_000_000_000L;

    private final ParallelGain gain = new ParallelGain(WINDOW);

    private void took(long now, int underWay, double seconds) {
        for (int i = 0; i < 20; i++) {
            gain.took(now, new Pace.Ticket("create", 100, now, seconds, underWay), seconds);
        }
    }

    @Test
    void goesOnWhileTwiceAsManyBringMore() {
        took(0, 2, 1.0);
        took(0, 4, 1.1);

        assertThat(gain.isWorthwhile(0, "create", 4)).isTrue();
    }

    @Test
    void stopsWhereTheyOnlyWaitForOneAnother() {
        took(0, 2, 1.0);
        took(0, 4, 1.9);

        assertThat(gain.isWorthwhile(0, "create", 4)).isFalse();
        assertThat(gain.isWorthwhile(0, "create", 3))
                .as("not at the end of the step")
                .isTrue();
        assertThat(gain.isWorthwhile(0, "update", 4))
                .as("of which nothing is known")
                .isTrue();
    }

    @Test
    void triesAgainAfterAWindow() {
        took(0, 2, 1.0);
        took(0, 4, 1.9);
        took(WINDOW, 4, 1.9);

        assertThat(gain.isWorthwhile(WINDOW + 1, "create", 4)).isTrue();
    }

    @Test
    void aFewRequestsSayNothing() {
        took(0, 2, 1.0);
        gain.took(0, new Pace.Ticket("create", 100, 0, 5, 4), 5);

        assertThat(gain.isWorthwhile(0, "create", 4)).isTrue();
    }
}
