package org.dataferry.capture.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RowPaceTest {

    private final AtomicLong clock = new AtomicLong();

    @Test
    void letsRowsPassAtTheRateThatIsSet() throws InterruptedException {
        RowPace pace = pace(1_000);

        for (int i = 0; i < 50; i++) {
            pace.take(100);
        }

        assertThat(Duration.ofNanos(clock.get())).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void savesUpNoTimeThatWasNotUsed() throws InterruptedException {
        RowPace pace = pace(1_000);
        clock.addAndGet(Duration.ofHours(1).toNanos());
        long idle = clock.get();

        pace.take(100);

        assertThat(clock.get() - idle).isEqualTo(Duration.ofMillis(100).toNanos());
    }

    @Test
    void holdsNobodyBackWithoutALimit() throws InterruptedException {
        pace(0).take(1_000_000);

        assertThat(clock.get()).isZero();
    }

    private RowPace pace(int rowsPerSecond) {
        return new RowPace(rowsPerSecond, clock::get, wait -> clock.addAndGet(wait.toNanos()));
    }
}
