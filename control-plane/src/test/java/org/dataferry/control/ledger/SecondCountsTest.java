package org.dataferry.control.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SecondCountsTest {

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final Duration TEN_SECONDS = Duration.ofSeconds(10);

    private final SecondCounts counts = new SecondCounts();

    @Test
    void areARateOverTheSpanBeforeNow() {
        for (int second = 0; second < 100; second++) {
            counts.add(NOON.plusSeconds(second));
            counts.add(NOON.plusSeconds(second).plusMillis(999));
        }

        assertThat(counts.perSecond(NOON.plusSeconds(100), TEN_SECONDS)).isCloseTo(2, within(1e-9));
        assertThat(counts.perSecond(NOON.plusSeconds(110), TEN_SECONDS)).isZero();
    }

    @Test
    void goDownSteadilyOnceABurstIsOver() {
        for (int one = 0; one < 100; one++) {
            counts.add(NOON);
        }

        assertThat(counts.perSecond(NOON.plusSeconds(1), TEN_SECONDS)).isCloseTo(19, within(1e-9));
        assertThat(counts.perSecond(NOON.plusSeconds(5), TEN_SECONDS)).isCloseTo(11, within(1e-9));
        assertThat(counts.perSecond(NOON.plusSeconds(10), TEN_SECONDS)).isCloseTo(1, within(1e-9));
        assertThat(counts.perSecond(NOON.plusSeconds(11), TEN_SECONDS)).isZero();
    }

    @Test
    void leaveOutTheSecondThatIsNotOver() {
        counts.add(NOON);

        assertThat(counts.perSecond(NOON.plusMillis(500), TEN_SECONDS)).isZero();
        assertThat(counts.perSecond(NOON.plusSeconds(1), TEN_SECONDS)).isCloseTo(0.19, within(1e-9));
    }

    @Test
    void forgetWhatIsOlderThanTwoMinutesWhateverOrderItComesIn() {
        counts.add(NOON);
        counts.add(NOON.minusSeconds(121));
        counts.add(NOON.minusSeconds(5));

        assertThat(counts.perSecond(NOON.plusSeconds(1), TEN_SECONDS)).isCloseTo(0.19 + 0.09, within(1e-9));
    }
}
