package org.dataferry.control.dashboard.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HistoryTest {

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private final History history = new History();

    @Test
    void hasAPointASecondForTenMinutesAndBeforeThatOneInTenSeconds() {
        fill(Duration.ofHours(1), Duration.ofSeconds(1));

        List<Point> points = history.since(Instant.EPOCH);

        assertThat(points).hasSize(601 + 300);
        assertThat(Duration.between(points.getFirst().at(), points.get(1).at())).isEqualTo(Duration.ofSeconds(10));
        assertThat(Duration.between(points.get(899).at(), points.get(900).at())).isEqualTo(Duration.ofSeconds(1));
        assertThat(points).isSortedAccordingTo((one, other) -> one.at().compareTo(other.at()));
        assertThat(points.getLast().lagChanges()).isEqualTo(3_600);
    }

    @Test
    void memoryStaysBoundedOverDays() {
        fill(Duration.ofDays(2), Duration.ofSeconds(1));

        assertThat(history.since(Instant.EPOCH)).hasSizeBetween(9_100, 9_250);
    }

    @Test
    void looksThatComeSoonerTakeEachOthersPlace() {
        fill(Duration.ofSeconds(5), Duration.ofMillis(100));

        assertThat(history.since(NOON)).hasSize(6);
    }

    @Test
    void givesOnlyWhatCameSince() {
        fill(Duration.ofHours(1), Duration.ofSeconds(1));

        assertThat(history.since(NOON.plusSeconds(3_600 - 59))).hasSize(60);
        assertThat(history.since(NOON.plusSeconds(3_601))).isEmpty();
    }

    private void fill(Duration span, Duration step) {
        for (Duration at = Duration.ZERO; at.compareTo(span) <= 0; at = at.plus(step)) {
            history.add(new Point(
                    NOON.plus(at), Optional.empty(), at.toSeconds(), 0, 0, Optional.empty(), Optional.empty()));
        }
    }
}
