package org.dataferry.control.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class AnswerDelaysTest {

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private final AnswerDelays delays = new AnswerDelays();
    private final CaptureDelays capture = new CaptureDelays();

    @Test
    void areFromTheCommitAtTheSourceAsHeartbeatsTell() {
        capture.heard(NOON.plusSeconds(1), NOON.minusSeconds(2));
        delays.answered(NOON, NOON.plusSeconds(4));

        assertThat(delays.since(NOON, capture))
                .contains(new AnswerDelay(1, Duration.ofSeconds(7), Duration.ofSeconds(7)));
    }

    @Test
    void countFromTheCaptureWhereNoHeartbeatIsKnown() {
        delays.answered(NOON, NOON.plusSeconds(1));
        delays.answered(NOON, NOON.plusSeconds(2));
        delays.answered(NOON, NOON.plusSeconds(9));

        assertThat(delays.since(NOON, capture))
                .contains(new AnswerDelay(3, Duration.ofSeconds(2), Duration.ofSeconds(9)));
        assertThat(delays.since(NOON.plusSeconds(3), capture))
                .contains(new AnswerDelay(1, Duration.ofSeconds(9), Duration.ofSeconds(9)));
        assertThat(delays.since(NOON.plusSeconds(10), capture)).isEmpty();
    }

    @Test
    void joinAnOutcomeWithItsAnnouncementThatIsReadLater() {
        Fingerprint write = Fingerprint.of("w");
        delays.answeredEarly(write, NOON.plusSeconds(3));
        delays.announced(write, NOON);
        delays.announced(write, NOON);

        assertThat(delays.since(NOON, capture))
                .contains(new AnswerDelay(1, Duration.ofSeconds(3), Duration.ofSeconds(3)));
    }

    @Test
    void stayWithinTheirBound() {
        for (int i = 0; i < 3 * AnswerDelays.MOST; i++) {
            delays.answered(NOON, NOON.plusMillis(i));
            delays.answeredEarly(Fingerprint.of("w" + i), NOON.plusSeconds(i));
        }

        assertThat(delays.since(NOON, capture).orElseThrow().writes()).isEqualTo(AnswerDelays.MOST);
    }

    @Test
    void areNeverNegativeWhereTheSourcesClockIsAhead() {
        capture.heard(NOON, NOON.plusSeconds(60));
        delays.answered(NOON, NOON.minusSeconds(1));

        assertThat(delays.since(NOON.minusSeconds(1), capture))
                .contains(new AnswerDelay(1, Duration.ZERO, Duration.ZERO));
    }
}
