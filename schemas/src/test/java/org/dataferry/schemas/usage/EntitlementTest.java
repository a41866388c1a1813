package org.dataferry.schemas.usage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class EntitlementTest {

    private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");

    private final List<RequestUse> uses = new ArrayList<>();

    /** So many a minute, in minutes before noon. */
    private void used(String process, int fromMinutes, int toMinutes, long perMinute) {
        for (int minute = fromMinutes; minute > toMinutes; minute--) {
            uses.add(new RequestUse(process, NOON.minus(Duration.ofMinutes(minute)), perMinute));
        }
    }

    private Entitlement of(long limit) {
        return Entitlement.of(uses, OptionalLong.of(limit), NOON);
    }

    @Test
    void isUsedByAllProcessesInTheLastDay() {
        used("one", 60, 0, 100);
        used("two", 30, 0, 10);
        used("one", 24 * 60 + 30, 24 * 60, 1_000_000);

        assertThat(of(100_000).used()).isEqualTo(60 * 100 + 30 * 10);
        assertThat(of(100_000).share()).isEqualTo(0.063);
    }

    @Test
    void isSpentWhenWhatIsLeftIsUsedAtTheRateOfTheLastMinutes() {
        used("one", 60, 5, 1);
        used("one", 5, 0, 100);

        Entitlement entitlement = of(555 + 100 * 90);

        assertThat(entitlement.perHour()).isEqualTo(6_000);
        assertThat(entitlement.spentAt()).contains(NOON.plus(Duration.ofMinutes(90)));
    }

    @Test
    void lastsWhereAsMuchLeavesTheDayAsComes() {
        used("one", 24 * 60, 0, 100);

        assertThat(of(24 * 60 * 100 + 1_000).spentAt()).isEmpty();
        assertThat(of(24 * 60 * 100).spentAt()).contains(NOON);
    }

    @Test
    void waitsForRoomThatABurstOfYesterdayLeaves() {
        used("one", 24 * 60, 23 * 60, 1_000);
        used("one", 5, 0, 100);

        // A tenth of what goes comes: in the first hour there is ever more room, and later it is filled.
        assertThat(of(60_000 + 1_000).spentAt()).contains(NOON.plus(Duration.ofMinutes((61_000 - 500) / 100)));
    }

    @Test
    void aRateIsKnownFromTheFirstMinute() {
        uses.add(new RequestUse("one", NOON.minusSeconds(60), 30));
        assertThat(of(1_000).perHour()).isEqualTo(1_800);
    }

    @Test
    void nothingIsForetoldWithoutALimit() {
        used("one", 5, 0, 100);
        Entitlement entitlement = Entitlement.of(uses, OptionalLong.empty(), NOON);

        assertThat(entitlement.used()).isEqualTo(500);
        assertThat(entitlement.spentAt()).isEmpty();
        assertThat(entitlement.share()).isZero();
    }
}
