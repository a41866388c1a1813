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
    void whoseWindowIsOverIsForgotten() {
        Failures failures = new Failures(1, Duration.ofMinutes(15), clock);
        failures.add("user ada");
        clock.advance(Duration.ofMinutes(10));
        failures.add("user bob");
        clock.advance(Duration.ofMinutes(5));

        failures.add("user eve");

        assertThat(failures.known()).isEqualTo(2);
        assertThat(failures.wait("user bob")).hasValue(Duration.ofMinutes(10));
    }

    @Test
    void whoAskedAMinuteAgoIsForgotten() {
        RequestRates rates = new RequestRates(60, nanos::get);
        rates.take("a");
        nanos.addAndGet(Duration.ofSeconds(30).toNanos());
        rates.take("b");
        nanos.addAndGet(Duration.ofSeconds(30).toNanos());

        rates.take("c");

        assertThat(rates.known()).isEqualTo(2);
    }

    @Test
    void noMoreAddressesAreKnownThanMayBe() {
        RequestRates rates = new RequestRates(1, nanos::get);
        for (int i = 0; i <= 10_000; i++) {
            rates.take("a" + i);
        }

        assertThat(rates.known()).isEqualTo(10_000);
        assertThat(rates.take("a1")).isFalse();
        assertThat(rates.take("a0")).isTrue();
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
