package org.dataferry.control.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionService;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.dataferry.control.ControlException;
import org.dataferry.control.RefusedException;
import org.dataferry.schemas.settings.SettingsException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What takes long is looked for once, however often it is asked for, and never longer than it may be. */
@Timeout(60)
class ChoosingTest {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofMillis(50);

    private final AtomicInteger searches = new AtomicInteger();
    private final CountDownLatch ledgerAnswers = new CountDownLatch(1);

    /** Of "slow" it waits for the ledger. */
    private String search(String choice) {
        searches.incrementAndGet();
        if (choice.startsWith("slow")) {
            try {
                assertThat(ledgerAnswers.await(30, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException atItsLimit) {
                throw new IllegalStateException(atItsLimit);
            }
        }
        if (choice.equals("wrong")) {
            throw new SettingsException("--key is no row");
        }
        return choice + " " + searches.get();
    }

    private Choosing<String, String> choosing(Duration limit) {
        return new Choosing<>(this::search, limit, LONG);
    }

    @Test
    void allWhoAskTheSameWaitForOneSearch() throws InterruptedException {
        try (Choosing<String, String> choosing = choosing(LONG)) {
            assertThat(choosing.look("slow", SHORT)).isEmpty();
            assertThat(choosing.take("slow", SHORT, Function.identity())).isEmpty();
            ledgerAnswers.countDown();

            assertThat(choosing.look("slow", LONG)).contains("slow 1");
        }
    }

    @Test
    void whatWasShownIsWhatIsTaken() throws InterruptedException {
        try (Choosing<String, String> choosing = choosing(LONG)) {
            Optional<String> shown = choosing.look("rejected", LONG);

            assertThat(choosing.take("rejected", LONG, Function.identity())).isEqualTo(shown);
        }
    }

    @Test
    void whoeverLooksAgainSeesWhatIsThereThen() throws InterruptedException {
        try (Choosing<String, String> choosing = choosing(LONG)) {
            assertThat(choosing.look("rejected", LONG)).contains("rejected 1");
            assertThat(choosing.look("rejected", LONG)).contains("rejected 2");
            assertThat(choosing.take("rejected", LONG, Function.identity())).contains("rejected 2");
            assertThat(choosing.look("rejected", LONG)).contains("rejected 3");
            assertThat(choosing.take("rejected", LONG, Function.identity())).contains("rejected 3");
        }
    }

    @Test
    void ofTwoWhoTakeTheSameAtOnceOneSendsIt() throws Exception {
        AtomicInteger sent = new AtomicInteger();
        CountDownLatch isSending = new CountDownLatch(1);
        CountDownLatch otherIsAnswered = new CountDownLatch(1);
        Function<String, String> send = found -> {
            isSending.countDown();
            awaited(otherIsAnswered);
            return "replay " + sent.incrementAndGet();
        };
        try (Choosing<String, String> choosing = choosing(LONG);
                ExecutorService threads = Executors.newFixedThreadPool(2)) {
            CompletionService<Optional<String>> both = new ExecutorCompletionService<>(threads);
            both.submit(() -> choosing.take("slow", LONG, send));
            both.submit(() -> choosing.take("slow", LONG, send));
            ledgerAnswers.countDown();
            awaited(isSending);

            assertThatThrownBy(both.take()::get)
                    .cause()
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContaining("not sent twice");
            otherIsAnswered.countDown();
            assertThat(both.take().get()).contains("replay 1");
            assertThat(sent).hasValue(1);
        }
    }

    @Test
    void whoeverComesRightAfterItWasSentHasToLookFirst() throws InterruptedException {
        try (Choosing<String, String> choosing = choosing(LONG)) {
            assertThat(choosing.take("rejected", LONG, Function.identity())).contains("rejected 1");

            assertThatThrownBy(() -> choosing.take("rejected", LONG, Function.identity()))
                    .isInstanceOf(RefusedException.class);
            assertThat(choosing.take("others", LONG, Function.identity())).contains("others 2");
        }
    }

    @Test
    void whatCouldNotBeSentMayBeTakenAgain() throws InterruptedException {
        try (Choosing<String, String> choosing = choosing(LONG)) {
            assertThatThrownBy(() -> choosing.take("rejected", LONG, found -> {
                        throw new ControlException("Kafka is away");
                    }))
                    .hasMessage("Kafka is away");

            assertThat(choosing.take("rejected", LONG, Function.identity())).contains("rejected 2");
        }
    }

    private static void awaited(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    @Test
    void aSearchEndsAtItsLimit() throws InterruptedException {
        try (Choosing<String, String> choosing = choosing(Duration.ofMillis(200))) {
            assertThatThrownBy(() -> choosing.look("slow", LONG))
                    .isInstanceOf(ControlException.class)
                    .hasMessageContaining("limits.replay.choosing");
        }
    }

    @Test
    void aBoundedNumberIsLookedForAtATime() throws InterruptedException {
        try (Choosing<String, String> choosing = choosing(LONG)) {
            for (int i = 0; i < 4; i++) {
                assertThat(choosing.look("slow " + i, SHORT)).isEmpty();
            }

            assertThatThrownBy(() -> choosing.look("slow 5", SHORT)).isInstanceOf(RefusedException.class);

            ledgerAnswers.countDown();
            assertThat(choosing.look("slow 1", LONG)).isPresent();
            assertThat(choosing.look("slow 5", LONG)).isPresent();
        }
    }

    @Test
    void whatIsWrongIsToldAndForgotten() throws InterruptedException {
        try (Choosing<String, String> choosing = choosing(LONG)) {
            assertThatThrownBy(() -> choosing.look("wrong", LONG)).hasMessage("--key is no row");
            assertThatThrownBy(() -> choosing.look("wrong", LONG)).hasMessage("--key is no row");
            assertThat(searches).hasValue(2);
        }
    }
}
