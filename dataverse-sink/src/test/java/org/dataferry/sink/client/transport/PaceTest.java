package org.dataferry.sink.client.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

final class PaceTest {
    private static final Instant NOW = Instant.parse("2026-11-20T08:00:00Z");

    @Test
    void halvesOncePerIncident() {
        Pace pace = new Pace(OptionalInt.of(16));
        long first = pace.begin();
        long second = pace.begin();

        pace.throttled(first, NOW, Duration.ofSeconds(10));
        pace.throttled(second, NOW, Duration.ofSeconds(30));

        assertThat(pace.limit()).isEqualTo(8);
        assertThat(pace.closedFor(NOW)).isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void halvesAgainWhenThrottledAfterHalving() {
        Pace pace = new Pace(OptionalInt.of(16));
        pace.throttled(pace.begin(), NOW, Duration.ofSeconds(10));
        pace.throttled(pace.begin(), NOW, Duration.ofSeconds(10));

        assertThat(pace.limit()).isEqualTo(4);
    }

    @Test
    void neverFallsBelowOne() {
        Pace pace = new Pace(OptionalInt.of(2));
        for (int times = 0; times < 5; times++) {
            pace.throttled(pace.begin(), NOW, Duration.ofSeconds(1));
        }
        assertThat(pace.limit()).isEqualTo(1);
    }

    @Test
    void growsByOnePerRoundUpToTheCeiling() {
        Pace pace = new Pace(OptionalInt.of(8));
        pace.throttled(pace.begin(), NOW, Duration.ofSeconds(1));
        assertThat(pace.limit()).isEqualTo(4);

        for (int answers = 0; answers < 5; answers++) {
            pace.succeeded();
        }
        assertThat(pace.limit()).isEqualTo(5);

        for (int answers = 0; answers < 1000; answers++) {
            pace.succeeded();
        }
        assertThat(pace.limit()).isEqualTo(8);
    }

    @Test
    void keepsALaterResumptionWhenAnEarlierOneFollows() {
        Pace pace = new Pace(OptionalInt.of(8));
        pace.throttled(pace.begin(), NOW, Duration.ofSeconds(30));
        pace.throttled(pace.begin(), NOW.plusSeconds(1), Duration.ofSeconds(5));

        assertThat(pace.closedFor(NOW)).isEqualTo(Duration.ofSeconds(30));
        assertThat(pace.closedFor(NOW.plusSeconds(30))).isZero();
    }

    @Test
    void takesTheServersHintUnlessConfigured() {
        Pace hinted = new Pace(OptionalInt.empty());
        assertThat(hinted.limit()).isEqualTo(Pace.UNHINTED);
        hinted.hinted(20);
        assertThat(hinted.limit()).isEqualTo(20);
        hinted.hinted(500);
        assertThat(hinted.limit()).isEqualTo(Pace.HIGHEST);

        Pace configured = new Pace(OptionalInt.of(3));
        configured.hinted(20);
        assertThat(configured.limit()).isEqualTo(3);
    }

    @Test
    void growsTowardsANewHintOnceItHasBeenThrottled() {
        Pace pace = new Pace(OptionalInt.empty());
        pace.throttled(pace.begin(), NOW, Duration.ofSeconds(1));

        pace.hinted(40);

        assertThat(pace.limit()).isEqualTo(Pace.UNHINTED / 2);
    }

    @Test
    void refusesAConcurrencyOutsideItsLimits() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Pace(OptionalInt.of(0)));
        assertThatIllegalArgumentException().isThrownBy(() -> new Pace(OptionalInt.of(53)));
    }
}
