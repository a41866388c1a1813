package org.dataferry.control.bench.operate;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

/** How the times of changes become figures. */
class LatencyTest {

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    @Test
    void aShareIsTheFigureThatSoManyDoNotExceed() {
        double[] figures = {5, 1, 4, 2, 3, 6, 7, 8, 9, 10};

        assertThat(Latency.share(figures, 0.5)).isEqualTo(5);
        assertThat(Latency.share(figures, 0.99)).isEqualTo(10);
        assertThat(Latency.share(figures, 0)).isEqualTo(1);
    }

    @Test
    void aChangeIsUnderWayFromItsCommitToItsAnswer() {
        Journey journey = new Journey(NOON, NOON.plusMillis(20), NOON.plusMillis(150));

        assertThat(journey.captureMillis()).isEqualTo(20);
        assertThat(journey.millis()).isEqualTo(150);
        assertThat(journey.isUnderWay(NOON.minusMillis(1))).isFalse();
        assertThat(journey.isUnderWay(NOON)).isTrue();
        assertThat(journey.isUnderWay(NOON.plusMillis(150))).isFalse();
    }

    /** 38 are mapped: the key, the two lookups, and all others. */
    @Test
    void theTableHasAsManyColumnsAsTheAimSays() {
        String load = new LatencyBusiness().load(10);

        assertThat(load.lines()
                        .filter(line -> line.startsWith("CREATE TABLE orders"))
                        .findFirst()
                        .orElseThrow()
                        .split(", "))
                .hasSize(38);
    }
}
