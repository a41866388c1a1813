package org.dataferry.control.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.dataferry.schemas.fence.FenceEvent;
import org.junit.jupiter.api.Test;

class LagTest {

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private final HeartbeatTrail heartbeats = new HeartbeatTrail();

    @Test
    void isUnknownBeforeTheFirstHeartbeat() {
        assertThat(Lag.of(3, 0, Optional.empty(), Optional.empty(), NOON)).isEqualTo(new Lag(3, Optional.empty()));
    }

    @Test
    void isTheAgeOfTheOldestThingThatIsNotInTheTarget() {
        Optional<Instant> heartbeat = Optional.of(NOON.minusSeconds(1));

        assertThat(Lag.of(0, 2, heartbeat, Optional.of(NOON.minusSeconds(9)), NOON))
                .isEqualTo(new Lag(2, Optional.of(Duration.ofSeconds(9))));
        assertThat(Lag.of(0, 2, heartbeat, Optional.of(NOON), NOON))
                .isEqualTo(new Lag(2, Optional.of(Duration.ofSeconds(1))));
    }

    @Test
    void isNeverNegativeWhereTheSourcesClockIsAhead() {
        assertThat(Lag.of(0, 0, Optional.of(NOON.plusSeconds(5)), Optional.empty(), NOON)
                        .behind())
                .contains(Duration.ZERO);
    }

    @Test
    void growsWhileTransformStandsStillAlthoughCaptureGoesOn() {
        heartbeats.reached(heartbeat(0, 10));
        heartbeats.passed(committed(10));
        heartbeats.reached(heartbeat(1, 20));
        heartbeats.reached(heartbeat(2, 30));
        heartbeats.passed(committed(10));
        assertThat(heartbeats.announcedUpTo()).contains(NOON);

        heartbeats.passed(committed(20));

        assertThat(heartbeats.announcedUpTo()).contains(NOON.plusSeconds(1));
    }

    @Test
    void saysAtLeastTheAgeOfTheFirstHeartbeatWhereNoneIsPassed() {
        heartbeats.reached(heartbeat(0, 10));
        heartbeats.reached(heartbeat(1, 20));
        heartbeats.passed(Map.of());

        assertThat(heartbeats.announcedUpTo()).contains(NOON);
    }

    @Test
    void keepsTheFirstHeartbeatHoweverLongTransformStandsStill() {
        for (int second = 0; second < 50_000; second++) {
            heartbeats.reached(heartbeat(second, 10 + second));
        }
        assertThat(heartbeats.announcedUpTo()).contains(NOON);

        heartbeats.passed(committed(60_010));

        assertThat(heartbeats.announcedUpTo()).contains(NOON.plusSeconds(49_999));
    }

    private static Map<String, Map<Integer, Long>> committed(long offset) {
        return Map.of("changes", Map.of(0, offset));
    }

    private static FenceEvent.Reached heartbeat(int second, long end) {
        return new FenceEvent.Reached(
                "" + second,
                FenceEvent.Kind.HEARTBEAT,
                "erp",
                NOON.plusSeconds(second),
                Map.of("changes", new FenceEvent.PartitionOffsets(Map.of(0, end, 1, 0L))));
    }
}
