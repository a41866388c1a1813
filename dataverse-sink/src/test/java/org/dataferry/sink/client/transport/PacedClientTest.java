package org.dataferry.sink.client.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.dataferry.sink.client.pacing.Allowance;
import org.dataferry.sink.client.pacing.ProtectionLimits;
import org.dataferry.sink.client.protocol.Answer;
import org.dataferry.sink.client.protocol.Answer.Failed;
import org.dataferry.sink.client.protocol.Answer.Succeeded;
import org.dataferry.sink.client.protocol.DataverseClient;
import org.dataferry.sink.client.protocol.DataverseRequest;
import org.dataferry.sink.client.protocol.Failure;
import org.dataferry.sink.client.protocol.Operation;
import org.dataferry.sink.client.protocol.Reply;
import org.dataferry.sink.client.protocol.ThrottleFacet;
import org.dataferry.sink.client.testing.ManualClock;
import org.dataferry.sink.client.testing.RecordingSleeper;
import org.junit.jupiter.api.Test;

final class PacedClientTest {
    private static final DataverseRequest REQUEST = DataverseRequest.delete(Operation.DELETE, "accounts(x)");
    private static final Answer<Reply> DONE = new Succeeded<>(new Reply(204, Map.of(), ""));

    private final ManualClock clock = new ManualClock();
    private final RecordingSleeper sleeper = new RecordingSleeper(clock);

    @Test
    void letsNoMoreThroughThanTheLimit() throws Exception {
        AtomicBoolean primed = new AtomicBoolean();
        AtomicInteger underWay = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        Semaphore gate = new Semaphore(0);
        PacedClient client = paced(2, request -> {
            if (primed.compareAndSet(false, true)) {
                return DONE;
            }
            most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
            assertThat(gate.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
            underWay.decrementAndGet();
            return DONE;
        });

        client.send(REQUEST);
        List<Future<Answer<Reply>>> answers = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int thread = 0; thread < 20; thread++) {
                answers.add(threads.submit(() -> client.send(REQUEST)));
            }
            while (underWay.get() < 2) {
                Thread.onSpinWait();
            }
            gate.release(20);
        }

        assertThat(answers).allSatisfy(answer -> assertThat(answer.get()).isEqualTo(DONE));
        assertThat(most).hasValue(2);
    }

    @Test
    void makesEverybodyWaitOutRetryAfter() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        PacedClient client = paced(8, request -> calls.incrementAndGet() == 1 ? throttled(25) : DONE);

        assertThat(client.send(REQUEST)).isEqualTo(throttled(25));
        assertThat(sleeper.pauses()).isEmpty();

        assertThat(client.send(REQUEST)).isEqualTo(DONE);
        assertThat(sleeper.pauses()).containsExactly(Duration.ofSeconds(25));
    }

    @Test
    void saysNoAtOnceWhenTheDeadlineIsBeforeTheResumption() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        PacedClient client = paced(8, request -> {
            calls.incrementAndGet();
            return throttled(25);
        });
        client.send(REQUEST);

        Answer<Reply> answer = client.send(REQUEST.withDeadline(clock.instant().plusSeconds(5)));

        assertThat(answer)
                .isInstanceOfSatisfying(
                        Failed.class, failed -> assertThat(failed.failure()).isInstanceOf(Failure.Throttled.class));
        assertThat(calls).hasValue(1);
    }

    @Test
    void sendsNothingOnceTheLaneStops() throws Exception {
        StopSignal stop = new StopSignal();
        stop.raise();
        PacedClient client = new PacedClient(
                request -> {
                    throw new AssertionError("should not be sent");
                },
                new Turnstile(ProtectionLimits.DOCUMENTED, Allowance.WHOLE.atATime(1), clock, stop),
                RequestListener.NONE);

        assertThat(client.send(REQUEST))
                .isInstanceOfSatisfying(
                        Failed.class, failed -> assertThat(failed.failure()).isInstanceOf(Failure.Unavailable.class));
    }

    @Test
    void givesItsPlaceBackWhenARequestBreaks() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        PacedClient client = paced(1, request -> {
            if (calls.incrementAndGet() == 1) {
                throw new IllegalStateException("broken");
            }
            return DONE;
        });
        assertThatIllegalStateException().isThrownBy(() -> client.send(REQUEST));

        assertThat(client.send(REQUEST)).isEqualTo(DONE);
    }

    @Test
    void waitsForItsTurnInterruptibly() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        PacedClient client = paced(1, request -> {
            inside.countDown();
            assertThat(release.await(10, TimeUnit.SECONDS)).isTrue();
            return DONE;
        });
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Answer<Reply>> first = threads.submit(() -> client.send(REQUEST));
            assertThat(inside.await(10, TimeUnit.SECONDS)).isTrue();
            Future<Answer<Reply>> second = threads.submit(() -> client.send(REQUEST));
            second.cancel(true);
            release.countDown();
            assertThat(first.get()).isEqualTo(DONE);
        }
    }

    private PacedClient paced(int concurrency, DataverseClient next) {
        Turnstile turnstile =
                new Turnstile(ProtectionLimits.DOCUMENTED, Allowance.WHOLE.atATime(concurrency), clock, sleeper);
        DataverseClient answering = request -> {
            Answer<Reply> answer = next.send(request);
            turnstile.replied(new Reply(204, Map.of(), ""), Duration.ofMillis(10));
            return answer;
        };
        return new PacedClient(answering, turnstile, RequestListener.NONE);
    }

    private static Answer<Reply> throttled(int seconds) {
        return new Failed<>(new Failure.Throttled(Duration.ofSeconds(seconds), ThrottleFacet.CONCURRENCY));
    }
}
