package org.dataferry.control.dashboard.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.dataferry.control.dashboard.FakeMigration;
import org.dataferry.control.dashboard.access.Role;
import org.dataferry.control.dashboard.access.Visitor;
import org.dataferry.control.dashboard.http.Answer;
import org.dataferry.control.dashboard.http.Problem;
import org.dataferry.control.dashboard.http.Request;
import org.dataferry.control.dashboard.http.Route;
import org.dataferry.control.dashboard.live.Live;
import org.dataferry.control.status.SituationText;
import org.dataferry.transform.mapping.PersonalData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Actions while Kafka takes its time. */
@Timeout(60)
class ActionApiTest {

    private final FakeMigration migration = new FakeMigration();
    private final List<Route> routes = new ActionApi(
                    migration,
                    new Live(
                            migration,
                            new SituationText(ZoneOffset.UTC),
                            document -> document,
                            document -> document,
                            Duration.ofSeconds(1),
                            () -> {},
                            Clock.systemUTC()),
                    PersonalData.NONE,
                    Duration.ofMillis(50))
            .routes();

    private Answer note(String text) {
        return act("note", "{\"text\": \"" + text + "\"}");
    }

    private Answer pause(String why) {
        return act("pause", "{\"why\": \"" + why + "\"}");
    }

    private Answer waive(String why) {
        return act("waive", "{\"entity\": \"account\", \"allParked\": true, \"why\": \"" + why + "\"}");
    }

    private Answer act(String action, String body) {
        return routes.stream()
                .filter(route -> route.path().endsWith("/" + action))
                .findFirst()
                .orElseThrow()
                .handler()
                .answer(new Request(
                        Map.of(),
                        Map.of(),
                        "192.0.2.1",
                        "",
                        new Visitor.Known("otto", Role.OPERATOR, false),
                        body.getBytes(UTF_8)));
    }

    @Test
    void whoeverActsWhileAnotherActionWaitsIsToldToTryAgain() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch kafkaIsBack = new CountDownLatch(1);
        migration.beforeDeciding(() -> {
            begun.countDown();
            await(kafkaIsBack);
        });
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Answer> first = threads.submit(() -> note("first"));
            try {
                await(begun);

                assertThatThrownBy(() -> note("second"))
                        .isInstanceOf(Problem.class)
                        .hasMessageContaining("another action is not written down yet");
            } finally {
                kafkaIsBack.countDown();
            }

            assertThat(first.get(20, TimeUnit.SECONDS).status()).isEqualTo(200);
        }
        assertThat(note("third").status()).isEqualTo(200);
        assertThat(migration.decided()).containsExactly("note by otto: first", "note by otto: third");
    }

    @Test
    void nobodyWhoPausesWaitsForRowsThatAreLookedForToBeWaived() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch areFound = new CountDownLatch(1);
        migration.beforeChoosing(() -> {
            begun.countDown();
            await(areFound);
        });
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Answer> waiver = threads.submit(() -> waive("first"));
            try {
                await(begun);

                assertThat(pause("at once").status()).isEqualTo(200);
                assertThatThrownBy(() -> waive("second"))
                        .isInstanceOf(Problem.class)
                        .hasMessageContaining("another waiver is not written down yet");
            } finally {
                areFound.countDown();
            }

            assertThat(waiver.get(20, TimeUnit.SECONDS).status()).isEqualTo(200);
        }
        assertThat(migration.decided())
                .containsExactly("pause all by otto: at once", "waive account --all-parked by otto: first");
    }

    @Test
    void anActionThatFailsLetsTheNextOneGo() {
        migration.beforeDeciding(() -> {
            throw new StackOverflowError();
        });
        assertThatThrownBy(() -> note("first")).isInstanceOf(StackOverflowError.class);
        migration.beforeDeciding(() -> {});

        assertThat(note("second").status()).isEqualTo(200);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }
}
