package org.dataferry.control.dashboard.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** How often somebody may try, and ask. */
class AttemptsTest {

    private final TestClock clock = new TestClock();
    private final AtomicLong nanos = new AtomicLong();

    @Test
    void whoFailsTooOftenWaitsUntilTheWindowIsOver() {
        Failures failures = new Failures(3, Duration.ofMinutes(15), clock);
        failures.add("user ada");
        failures.add("user ada");
        assertThat(failures.wait("user ada")).isEmpty();
        clock.advance(Duration.ofMinutes(5));

        failures.add("user ada");

        assertThat(failures.wait("user ada")).hasValue(Duration.ofMinutes(10));
        assertThat(failures.wait("user bob")).isEmpty();
        clock.advance(Duration.ofMinutes(10));
        assertThat(failures.wait("user ada")).isEmpty();
    }

    @Test
    void whoGetsItRightBeginsAnew() {
        Failures failures = new Failures(1, Duration.ofMinutes(15), clock);
        failures.add("user ada");

        failures.forget("user ada");

        assertThat(failures.wait("user ada")).isEmpty();
    }

    @Test
    void memoryStaysBoundedHoweverManyNamesAreTried() {
        Failures failures = new Failures(1, Duration.ofMinutes(15), clock);
        for (int i = 0; i <= 10_000; i++) {
            failures.add("user " + i);
        }

        assertThat(failures.wait("user 0")).isEmpty();
        assertThat(failures.wait("user 1")).isPresent();
    }

    @Test
    void anAddressAsksAsOftenAsAMinuteAllowsAndAgainAsItGoesBy() {
        RequestRates rates = new RequestRates(60, nanos::get);
        for (int i = 0; i < 60; i++) {
            assertThat(rates.take("a")).isTrue();
        }

        assertThat(rates.take("a")).isFalse();
        assertThat(rates.take("b")).isTrue();
        nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        assertThat(rates.take("a")).isTrue();
        assertThat(rates.take("a")).isFalse();
    }
}
