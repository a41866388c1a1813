package org.dataferry.sink.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.dataferry.sink.client.protocol.Answer;
import org.dataferry.sink.client.protocol.DataverseRequest;
import org.dataferry.sink.client.protocol.Failure;
import org.dataferry.sink.client.protocol.Operation;
import org.dataferry.sink.client.protocol.Reply;
import org.dataferry.sink.client.testing.ManualClock;
import org.dataferry.sink.client.transport.RequestListener;
import org.junit.jupiter.api.Test;

final class WatchdogTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Watchdog.Watched ACCOUNT = new Watchdog.Watched.OfEntity("account");
    private static final Watchdog.Watched LANE = new Watchdog.Watched.OfLane("app-1");
    private static final DataverseRequest REQUEST = DataverseRequest.get(Operation.READ, "accounts");

    private final ManualClock clock = new ManualClock();
    private final Watchdog watchdog = new Watchdog(PATIENCE, clock);

    @Test
    void namesAnEntityWhoseWritesWaitWithoutProgressAndItsLastError() {
        watchdog.look(Map.of("account", 7L, "contact", 3L));
        watchdog.failed(ACCOUNT, "deadlock");
        clock.advance(PATIENCE.minusSeconds(1));
        assertThat(watchdog.look(Map.of("account", 7L, "contact", 3L))).isEmpty();
        watchdog.moved(new Watchdog.Watched.OfEntity("contact"));
        clock.advance(Duration.ofSeconds(1));

        assertThat(watchdog.look(Map.of("account", 7L, "contact", 3L)))
                .containsExactly(new Watchdog.Stall(ACCOUNT, 7, clock.instant().minus(PATIENCE), "deadlock"));
    }

    @Test
    void saysItOncePerPatience() {
        watchdog.look(Map.of("account", 7L));
        clock.advance(PATIENCE);
        assertThat(watchdog.look(Map.of("account", 7L))).hasSize(1);
        clock.advance(PATIENCE.dividedBy(2));
        assertThat(watchdog.look(Map.of("account", 7L))).isEmpty();
        clock.advance(PATIENCE.dividedBy(2));
        assertThat(watchdog.look(Map.of("account", 7L))).hasSize(1);
    }

    @Test
    void saysNothingOfWhatHasNothingToDo() {
        watchdog.look(Map.of("account", 7L));
        watchdog.look(Map.of());
        clock.advance(PATIENCE.multipliedBy(5));
        watchdog.look(Map.of());

        assertThat(watchdog.look(Map.of("account", 1L))).isEmpty();
    }

    @Test
    void namesALaneThatGetsNoAnswer() {
        RequestListener lane = watchdog.of("app-1");
        lane.started(REQUEST);
        lane.started(REQUEST);
        lane.retrying(REQUEST, new Failure.Unavailable("connection refused"), 3, Duration.ofSeconds(1));
        clock.advance(PATIENCE);

        assertThat(watchdog.look(Map.of()))
                .containsExactly(new Watchdog.Stall(
                        LANE, 2, clock.instant().minus(PATIENCE), "unavailable: connection refused"));

        lane.ended(REQUEST, new Answer.Succeeded<>(new Reply(204, Map.of(), "")), PATIENCE);
        clock.advance(PATIENCE.minusSeconds(1));
        assertThat(watchdog.look(Map.of())).isEmpty();
    }

    @Test
    void looksFromTimeToTime() {
        assertThat(watchdog.isDue()).isFalse();
        clock.advance(PATIENCE);
        assertThat(watchdog.isDue()).isTrue();
        watchdog.look(Map.of());
        assertThat(watchdog.isDue()).isFalse();
    }
}
