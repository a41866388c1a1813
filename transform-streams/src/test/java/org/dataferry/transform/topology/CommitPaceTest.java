package org.dataferry.transform.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class CommitPaceTest {

    private final AtomicLong clock = new AtomicLong();
    private final AtomicLong spent = new AtomicLong();
    private final CommitPace pace = new CommitPace(spent::get, clock::get);

    @Test
    void commitsASingleChangeAtOnce() {
        pace.used();

        assertThat(pace.isDue()).isTrue();
    }

    @Test
    void commitsNothingWhereNothingWasUsed() {
        pass(Duration.ofMinutes(1));

        assertThat(pace.isDue()).isFalse();
    }

    @Test
    void commitsNoSoonerThanTheLeastPauseAfterTheLast() {
        commit(Duration.ofMillis(1));
        pace.used();

        pass(CommitPace.LEAST_PAUSE.minusMillis(1));
        assertThat(pace.isDue()).isFalse();

        pass(Duration.ofMillis(1));
        assertThat(pace.isDue()).isTrue();
    }

    @Test
    void pausesLongerAfterACommitThatTookLong() {
        Duration took = Duration.ofMillis(40);
        commit(took);
        pace.used();

        pass(took.multipliedBy(CommitPace.PAUSE_BY_COMMIT).minusMillis(1));
        assertThat(pace.isDue()).isFalse();

        pass(Duration.ofMillis(1));
        assertThat(pace.isDue()).isTrue();
    }

    @Test
    void isAsQuickAsBeforeOnceCommitsAreShortAgain() {
        commit(Duration.ofSeconds(1));
        pass(Duration.ofSeconds(10));
        commit(Duration.ofMillis(2));
        pace.used();

        pass(CommitPace.LEAST_PAUSE);

        assertThat(pace.isDue()).isTrue();
    }

    private void commit(Duration took) {
        pace.used();
        assertThat(pace.isDue()).isTrue();
        spent.addAndGet(took.toNanos());
    }

    private void pass(Duration time) {
        clock.addAndGet(time.toNanos());
    }
}
