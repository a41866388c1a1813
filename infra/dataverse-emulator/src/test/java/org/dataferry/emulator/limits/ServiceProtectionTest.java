package org.dataferry.emulator.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.dataferry.emulator.EmulatorSettings;
import org.dataferry.emulator.limits.ServiceProtection.Visit;
import org.junit.jupiter.api.Test;

/** Time is simulated. Source of the facts: Microsoft's pages "Service protection API limits" and "Requests limits and allocations". */
class ServiceProtectionTest {
    private static final UUID USER = new UUID(1, 1);
    private static final String ONE_A_MINUTE = "requests: 1, window: 60s, executionTime: 1h";

    private final AtomicLong now = new AtomicLong();

    private ServiceProtection protection(String limits, double scale) {
        ServiceLimits parsed = EmulatorSettings.defaults(Path.of("unused"))
                .with("limits: {" + limits + "}")
                .limits();
        return new ServiceProtection(() -> parsed, new TimeScale(scale, now::get), new Random(7));
    }

    private void pass(double seconds) {
        now.addAndGet((long) (seconds * 1e9));
    }

    private static Throttled refused(ServiceProtection protection) {
        try (Visit visit = protection.enter(USER, null)) {
            return Objects.requireNonNull(visit.throttled(), "throttled");
        }
    }

    private static boolean admits(ServiceProtection protection) {
        try (Visit visit = protection.enter(USER, null)) {
            return visit.throttled() == null;
        }
    }

    @Test
    void theDocumentedNumbersAreTheDefault() {
        ServiceLimits limits = ServiceLimits.documented();

        assertThat(limits.requests()).isEqualTo(6000);
        assertThat(limits.executionTime()).isEqualTo(Duration.ofMinutes(20));
        assertThat(limits.concurrent()).isEqualTo(52);
        assertThat(limits.window()).isEqualTo(Duration.ofMinutes(5));
        assertThat(limits.entitlement().enabled()).isFalse();
    }

    @Test
    void theWindowOfRequestsSlides() {
        ServiceProtection protection = protection("requests: 3, window: 60s", 1);
        for (int i = 0; i < 3; i++) {
            assertThat(admits(protection)).isTrue();
            pass(10);
        }

        Throttled throttled = refused(protection);

        assertThat(throttled.facet()).isEqualTo(Facet.REQUESTS);
        assertThat(throttled.message())
                .isEqualTo("Number of requests exceeded the limit of 3 over time window of 60 seconds.");
        assertThat(throttled.retryAfterSeconds()).as("until the first is out").isEqualTo(30);
        pass(30);
        assertThat(admits(protection)).isTrue();
        assertThat(admits(protection)).as("the second is still in").isFalse();
        pass(10);
        assertThat(admits(protection)).isTrue();
    }

    @Test
    void executionTimeCountsWhenARequestEndsAndTellsWhenThereIsRoom() {
        ServiceProtection protection = protection("executionTime: 1200s, window: 300s", 1);
        for (long seconds : new long[] {500, 500, 300}) {
            Visit visit = protection.enter(USER, null);
            assertThat(visit.throttled()).isNull();
            visit.end(Duration.ofSeconds(seconds).toNanos());
            pass(1);
        }

        Throttled throttled = refused(protection);

        assertThat(throttled.facet()).isEqualTo(Facet.EXECUTION_TIME);
        assertThat(throttled.message())
                .isEqualTo("Combined execution time of incoming requests exceeded limit of 1,200,000 milliseconds over"
                        + " time window of 300 seconds. Decrease number of concurrent requests or reduce the duration"
                        + " of requests and try again later.");
        assertThat(throttled.retryAfterSeconds()).isEqualTo(297);
        pass(296.9);
        assertThat(admits(protection)).isFalse();
        pass(0.1);
        assertThat(admits(protection)).isTrue();
    }

    @Test
    void concurrencyRefusesAtOnceAndAdmitsWhenOneEnds() {
        ServiceProtection protection = protection("concurrent: 52", 1);
        List<Visit> running = new ArrayList<>();
        for (int i = 0; i < 52; i++) {
            running.add(protection.enter(USER, null));
        }

        Throttled throttled = refused(protection);
        running.getFirst().close();

        assertThat(throttled.facet()).isEqualTo(Facet.CONCURRENCY);
        assertThat(throttled.message()).isEqualTo("Number of concurrent requests exceeded the limit of 52.");
        assertThat(admits(protection)).isTrue();
    }

    @Test
    void asksForALongerPauseFromAClientThatPushesOn() {
        ServiceProtection protection =
                protection(ONE_A_MINUTE + ", retryAfter: {growth: 5s, grace: 1s, longest: 100s}", 1);
        assertThat(admits(protection)).isTrue();
        pass(10);

        assertThat(refused(protection).retryAfterSeconds()).isEqualTo(50);
        assertThat(refused(protection).retryAfterSeconds())
                .as("at the same time is no push")
                .isEqualTo(50);
        pass(2);
        assertThat(refused(protection).retryAfterSeconds()).isEqualTo(48 + 5);
        pass(2);
        assertThat(refused(protection).retryAfterSeconds()).isEqualTo(46 + 10);
        pass(56);
        assertThat(admits(protection)).as("who has waited gets in").isTrue();
        assertThat(refused(protection).retryAfterSeconds())
                .as("and begins anew")
                .isEqualTo(60);
    }

    @Test
    void aRefusedRequestCountsOnlyIfASettingSaysSo() {
        for (boolean counts : new boolean[] {false, true}) {
            ServiceProtection protection = protection(ONE_A_MINUTE + ", refusedCount: " + counts, 1);
            assertThat(admits(protection)).isTrue();
            pass(30);
            assertThat(admits(protection)).isFalse();
            pass(30);

            assertThat(admits(protection)).isEqualTo(!counts);
        }
    }

    @Test
    void answersInRealSecondsOfScaledTimeRoundedUp() {
        ServiceProtection protection = protection(ONE_A_MINUTE, 7);
        assertThat(admits(protection)).isTrue();

        assertThat(refused(protection).retryAfterSeconds()).as("60 / 7 = 8.6").isEqualTo(9);
        pass(8.5);
        assertThat(admits(protection)).isFalse();
        pass(0.5);
        assertThat(admits(protection)).isTrue();
    }

    @Test
    void keepsABudgetPerUserAndServer() {
        ServiceProtection protection = protection(ONE_A_MINUTE + ", servers: 2", 1);
        String affinity;
        try (Visit first = protection.enter(USER, null)) {
            affinity = Objects.requireNonNull(first.affinity(), "affinity");
        }
        String other = String.format("%064x", affinity.endsWith("1") ? 2L : 1L);

        assertThat(protection.enter(USER, affinity).throttled()).isNotNull();
        assertThat(protection.enter(USER, other).throttled()).isNull();
        assertThat(protection.enter(new UUID(2, 2), affinity).throttled()).isNull();
    }

    @Test
    void withoutTheCookieRequestsSpreadOverAllServers() {
        ServiceProtection protection = protection("servers: 4", 1);
        Set<Integer> servers = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            servers.add(protection.enter(new UUID(0, i), null).server());
        }

        assertThat(servers).containsExactlyInAnyOrder(0, 1, 2, 3);
    }

    @Test
    void theEntitlementCountsOperationsOfADay() {
        ServiceProtection protection = protection("entitlement: {requests: 100}", 1);
        try (Visit bulk = protection.enter(USER, null)) {
            bulk.charge(99);
        }
        pass(3600);
        try (Visit last = protection.enter(USER, null)) {
            assertThat(last.throttled()).isNull();
            last.charge(1);
        }

        Throttled throttled = refused(protection);

        assertThat(throttled.facet()).isEqualTo(Facet.ENTITLEMENT);
        assertThat(throttled.retryAfterSeconds()).isEqualTo(23 * 3600);
        pass(23 * 3600);
        assertThat(admits(protection)).isTrue();
    }
}
