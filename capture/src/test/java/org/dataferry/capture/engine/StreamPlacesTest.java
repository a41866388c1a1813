package org.dataferry.capture.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.dataferry.capture.CaptureException;
import org.junit.jupiter.api.Test;

/** Between which transactions of the stream a point of the log lies. */
class StreamPlacesTest {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final StreamPlaces places = new StreamPlaces(100);

    @Test
    void tellsTheLastEndBeforeThePointAlsoWhereTheStreamHasPassedItLongAgo() throws Exception {
        try (StreamPlaces.Watch watch = places.watch()) {
            places.ended(110);
            places.ended(120);
            places.ended(130);

            assertThat(watch.baseOf(125, PATIENCE)).isEqualTo(120);
            assertThat(watch.baseOf(120, PATIENCE))
                    .as("what ends at the point is before it")
                    .isEqualTo(120);
            assertThat(watch.baseOf(105, PATIENCE)).isEqualTo(100);
        }
    }

    @Test
    void waitsUntilTheStreamHasPassedThePoint() throws Exception {
        try (StreamPlaces.Watch watch = places.watch()) {
            CompletableFuture<Long> base = CompletableFuture.supplyAsync(() -> {
                try {
                    return watch.baseOf(115, PATIENCE);
                } catch (InterruptedException stopped) {
                    throw new AssertionError(stopped);
                }
            });
            places.ended(110);
            places.ended(115);
            assertThat(base).isNotDone();
            places.ended(116);

            assertThat(base.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)).isEqualTo(115);
        }
    }

    @Test
    void givesUpWhereTheStreamStandsStill() {
        try (StreamPlaces.Watch watch = places.watch()) {
            assertThatThrownBy(() -> watch.baseOf(101, Duration.ofMillis(20)))
                    .isInstanceOf(CaptureException.class)
                    .hasMessageContaining("stood still");
        }
    }
}
