package org.dataferry.sink.client.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.dataferry.sink.client.testing.ManualClock;
import org.junit.jupiter.api.Test;

final class CachedTokenTest {
    private final ManualClock clock = new ManualClock();
    private final AtomicInteger issued = new AtomicInteger();
    private volatile boolean unreachable;

    private final CachedToken tokens = new CachedToken(this::issue, clock);

    @Test
    void asksOnceAndKeepsTheTokenUntilFourFifthsOfItsLife() throws Exception {
        assertThat(tokens.current().value()).isEqualTo("token-1");

        clock.advance(Duration.ofMinutes(47));
        assertThat(tokens.current().value()).isEqualTo("token-1");

        clock.advance(Duration.ofMinutes(2));
        assertThat(tokens.current().value()).isEqualTo("token-2");
    }

    @Test
    void goesOnWithTheOldTokenWhileItCannotBeRenewed() throws Exception {
        tokens.current();
        unreachable = true;
        clock.advance(Duration.ofMinutes(50));

        assertThat(tokens.current().value()).isEqualTo("token-1");

        clock.advance(Duration.ofMinutes(11));
        assertThatThrownBy(tokens::current).isInstanceOf(TokenUnavailableException.class);
    }

    @Test
    void replacesARefusedTokenOnceHoweverManyReportIt() throws Exception {
        AccessToken refused = tokens.current();

        AccessToken first = tokens.insteadOf(refused);
        AccessToken second = tokens.insteadOf(refused);

        assertThat(first).isEqualTo(second);
        assertThat(issued).hasValue(2);
    }

    @Test
    void asksOnceForManyThreads() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        CachedToken slow = new CachedToken(
                () -> {
                    assertThat(release.await(10, TimeUnit.SECONDS)).isTrue();
                    return issue();
                },
                clock);
        List<Future<AccessToken>> results = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int thread = 0; thread < 50; thread++) {
                results.add(threads.submit(slow::current));
            }
            release.countDown();
        }

        assertThat(results)
                .allSatisfy(result -> assertThat(result.get().value()).isEqualTo("token-1"));
        assertThat(issued).hasValue(1);
    }

    @Test
    void printsNoToken() throws Exception {
        assertThat(tokens.current().toString()).doesNotContain("token-1");
        assertThat(new TokenState.Steady(tokens.current()).toString()).doesNotContain("token-1");
    }

    private AccessToken issue() {
        if (unreachable) {
            throw new TokenUnavailableException("unreachable", null);
        }
        return new AccessToken("token-" + issued.incrementAndGet(), clock.instant(), Duration.ofHours(1));
    }
}
