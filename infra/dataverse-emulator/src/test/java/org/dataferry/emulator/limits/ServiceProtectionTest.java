package org.dataferry.emulator.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ServiceProtectionTest {
    private static final UUID USER = new UUID(1, 1);

    private final AtomicLong now = new AtomicLong();

    private ServiceProtection protection(int servers, double scale) {
        return new ServiceProtection(
                new ServiceLimits(true, 1, Duration.ofHours(1), 52, Duration.ofSeconds(60), servers, 8),
                new TimeScale(scale, now::get),
                new Random(7));
    }

    private static long retryAfter(ServiceProtection protection) {
        try (ServiceProtection.Visit visit = protection.enter(USER, null)) {
            return Objects.requireNonNull(visit.throttled(), "throttled").retryAfterSeconds();
        }
    }

    @Test
    void asksForALongerPauseFromAClientThatPushesOn() {
        ServiceProtection protection = protection(1, 1);
        protection.enter(USER, null).close();
        now.addAndGet(Duration.ofSeconds(50).toNanos());

        assertThat(retryAfter(protection)).isEqualTo(10);
        assertThat(retryAfter(protection)).isEqualTo(11);
        assertThat(retryAfter(protection)).isEqualTo(12);
    }

    @Test
    void answersInRealSecondsOfScaledTime() {
        ServiceProtection protection = protection(1, 10);
        protection.enter(USER, null).close();

        assertThat(retryAfter(protection)).isEqualTo(6);
    }

    @Test
    void keepsABudgetPerUserAndServer() {
        ServiceProtection protection = protection(2, 1);
        String affinity;
        try (ServiceProtection.Visit first = protection.enter(USER, null)) {
            affinity = first.affinity();
        }
        String other = String.format("%064x", affinity.endsWith("1") ? 2L : 1L);

        assertThat(protection.enter(USER, affinity).throttled()).isNotNull();
        assertThat(protection.enter(USER, other).throttled()).isNull();
        assertThat(protection.enter(new UUID(2, 2), affinity).throttled()).isNull();
    }
}
