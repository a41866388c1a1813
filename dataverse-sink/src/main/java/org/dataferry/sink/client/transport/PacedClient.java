package org.dataferry.sink.client.transport;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.dataferry.sink.client.protocol.Answer;
import org.dataferry.sink.client.protocol.Answer.Failed;
import org.dataferry.sink.client.protocol.Answer.Succeeded;
import org.dataferry.sink.client.protocol.DataverseClient;
import org.dataferry.sink.client.protocol.DataverseRequest;
import org.dataferry.sink.client.protocol.Failure;
import org.dataferry.sink.client.protocol.Reply;
import org.dataferry.sink.client.protocol.ThrottleFacet;

/**
 * Lets as many requests of an application user through as {@link Pace} allows, and none while the server wants to be
 * left alone. All requests of a user have to pass through one instance.
 */
public final class PacedClient implements DataverseClient {
    /** A waiting request looks up at least this often whether the lane stops or its deadline has passed. */
    private static final Duration LOOK_UP = Duration.ofMillis(500);

    private final DataverseClient next;
    private final Clock clock;
    private final Sleeper sleeper;
    private final RequestListener listener;
    private final Pace pace;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition turn = lock.newCondition();

    /** @param concurrency the most requests at a time; without one the server's {@code x-ms-dop-hint} is followed */
    public PacedClient(
            DataverseClient next, OptionalInt concurrency, Clock clock, Sleeper sleeper, RequestListener listener) {
        this.next = next;
        this.clock = clock;
        this.sleeper = sleeper;
        this.listener = listener;
        this.pace = new Pace(concurrency);
    }

    /** How many requests may be under way now. */
    public int concurrency() {
        lock.lock();
        try {
            return pace.limit();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Answer<Reply> send(DataverseRequest request) throws InterruptedException {
        while (true) {
            if (sleeper.stopping()) {
                return new Failed<>(new Failure.Unavailable("the lane is stopping, the request was not sent"));
            }
            Duration closed = closedFor();
            if (closed.isZero()) {
                Optional<Long> begun = begunIfAllowed();
                if (begun.isPresent()) {
                    return sent(request, begun.get());
                }
                if (request.pastDeadline(clock.instant())) {
                    return new Failed<>(
                            new Failure.Unavailable("the deadline passed before it was this request's turn"));
                }
            } else if (request.pastDeadline(clock.instant().plus(closed))) {
                return new Failed<>(new Failure.Throttled(closed, ThrottleFacet.UNKNOWN));
            } else {
                sleeper.sleep(closed);
            }
        }
    }

    private Duration closedFor() {
        lock.lock();
        try {
            return pace.closedFor(clock.instant());
        } finally {
            lock.unlock();
        }
    }

    /** Waits a little for a free place. Empty when there was none, or the pace was closed meanwhile. */
    private Optional<Long> begunIfAllowed() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            if (pace.full() && !turn.await(LOOK_UP.toNanos(), TimeUnit.NANOSECONDS)) {
                return Optional.empty();
            }
            boolean allowed = !pace.full() && pace.closedFor(clock.instant()).isZero();
            return allowed ? Optional.of(pace.begin()) : Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    private Answer<Reply> sent(DataverseRequest request, long begunAt) throws InterruptedException {
        Optional<Answer<Reply>> answer = Optional.empty();
        try {
            answer = Optional.of(next.send(request));
            return answer.get();
        } finally {
            ended(request, answer, begunAt);
        }
    }

    private void ended(DataverseRequest request, Optional<Answer<Reply>> answer, long begunAt) {
        int before;
        int after;
        lock.lock();
        try {
            before = pace.limit();
            pace.end();
            answer.ifPresent(known -> learn(known, begunAt, clock.instant()));
            after = pace.limit();
            turn.signalAll();
        } finally {
            lock.unlock();
        }
        if (answer.orElse(null) instanceof Failed<Reply>(Failure.Throttled throttled)) {
            listener.throttled(request, throttled);
        }
        if (before != after) {
            listener.concurrencyChanged(after);
        }
    }

    private void learn(Answer<Reply> answer, long begunAt, Instant now) {
        switch (answer) {
            case Succeeded<Reply>(Reply reply) -> {
                reply.header("x-ms-dop-hint").flatMap(PacedClient::number).ifPresent(pace::hinted);
                pace.succeeded();
            }
            case Failed<Reply>(Failure.Throttled throttled) -> pace.throttled(begunAt, now, throttled.retryAfter());
            case Failed<Reply>(Failure.Refused refused) -> {}
            case Failed<Reply>(Failure.Unavailable unavailable) -> {}
            case Failed<Reply>(Failure.Lost lost) -> {}
        }
    }

    private static Optional<Integer> number(String text) {
        try {
            return Optional.of(Integer.parseInt(text.strip()));
        } catch (NumberFormatException notANumber) {
            return Optional.empty();
        }
    }
}
