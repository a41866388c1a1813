package org.dataferry.sink.client.transport;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.dataferry.sink.client.pacing.Allowance;
import org.dataferry.sink.client.pacing.Pace;
import org.dataferry.sink.client.pacing.ProtectionLimits;
import org.dataferry.sink.client.pacing.Turn;
import org.dataferry.sink.client.protocol.Answer;
import org.dataferry.sink.client.protocol.Answer.Failed;
import org.dataferry.sink.client.protocol.Answer.Succeeded;
import org.dataferry.sink.client.protocol.DataverseRequest;
import org.dataferry.sink.client.protocol.Failure;
import org.dataferry.sink.client.protocol.Operation;
import org.dataferry.sink.client.protocol.Reply;
import org.dataferry.sink.client.protocol.ThrottleFacet;

/** Makes the requests of an application user wait for their turn, and tells its {@link Pace} what became of them. */
public final class Turnstile implements ReplyListener {
    /** A waiting request looks up at least this often whether the lane stops or its deadline has passed. */
    private static final Duration LOOK_UP = Duration.ofMillis(500);

    /** One goes as soon as its turn comes, while the next is being made up. */
    private static final int MOST_WAITING = 2;

    private final ProtectionLimits limits;
    private final Clock clock;
    private final Instant origin;
    private final Sleeper sleeper;
    private final Pace pace;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition oneEnded = lock.newCondition();
    private final AtomicInteger resting = new AtomicInteger();
    private final ThreadLocal<Passage> current = new ThreadLocal<>();

    /** A request between its turn and its answer; used by the thread that sends it. */
    static final class Passage {
        private final Pace.Ticket ticket;
        private boolean replied;

        private Passage(Pace.Ticket ticket) {
            this.ticket = ticket;
        }
    }

    /** What a request has to do now. */
    private sealed interface Step {
        record Go(Passage passage) implements Step {}

        record Wait(Duration pause) implements Step {}

        record LookAgain() implements Step {}
    }

    /** @param allowance how much of the limits may be used at first */
    public Turnstile(ProtectionLimits limits, Allowance allowance, Clock clock, Sleeper sleeper) {
        this.limits = limits;
        this.clock = clock;
        this.sleeper = sleeper;
        origin = clock.instant();
        pace = new Pace(limits, allowance, 0);
    }

    /** From now on no more than this is used; what has been used stays known. */
    public void allow(Allowance allowance) {
        lock.lock();
        try {
            pace.allow(now(), allowance);
            oneEnded.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Sleeps between two tries of a request, which neither is under way then nor waits for its turn. */
    public Sleeper betweenTries() {
        return new Sleeper() {
            @Override
            public boolean sleep(Duration pause) throws InterruptedException {
                resting.incrementAndGet();
                try {
                    return sleeper.sleep(pause);
                } finally {
                    resting.decrementAndGet();
                }
            }

            @Override
            public boolean stopping() {
                return sleeper.stopping();
            }
        };
    }

    /** How many requests may be under way now. */
    public int concurrency() {
        lock.lock();
        try {
            return pace.concurrency();
        } finally {
            lock.unlock();
        }
    }

    /**
     * How many requests it is of use to have: those under way, those that pause before they are tried again, and a few that wait for
     * their turn, as many as may be at a time at most. More would only wait, with rows that newer versions could still be merged into.
     */
    public int wanted() {
        lock.lock();
        try {
            return Math.min(pace.concurrency(), pace.underWay() + resting.get() + MOST_WAITING);
        } finally {
            lock.unlock();
        }
    }

    /**
     * How many rows a bulk request should have, as those before it were answered.
     *
     * @param first the size to begin with, and the least
     * @param most the largest that is allowed
     */
    public int rows(Operation operation, String entitySet, int first, int most) {
        lock.lock();
        try {
            return pace.rows(kind(operation, entitySet), first, most);
        } finally {
            lock.unlock();
        }
    }

    /** Waits for the request's turn; {@link #leave} has to follow. A failure if the lane stops or the deadline would pass before. */
    Answer<Passage> enter(DataverseRequest request) throws InterruptedException {
        while (true) {
            if (sleeper.stopping()) {
                return new Failed<>(new Failure.Unavailable("the lane is stopping, the request was not sent"));
            }
            switch (step(request)) {
                case Step.Go(Passage passage) -> {
                    current.set(passage);
                    return new Succeeded<>(passage);
                }
                case Step.Wait(Duration pause) -> {
                    if (request.pastDeadline(clock.instant().plus(pause))) {
                        return new Failed<>(new Failure.Throttled(pause, ThrottleFacet.UNKNOWN));
                    }
                    sleeper.sleep(pause);
                }
                case Step.LookAgain ignored -> {
                    if (request.pastDeadline(clock.instant())) {
                        return new Failed<>(
                                new Failure.Unavailable("the deadline passed before it was this request's turn"));
                    }
                }
            }
        }
    }

    @Override
    public void replied(Reply reply, Duration took) {
        Passage passage = current.get();
        lock.lock();
        try {
            if (passage != null) {
                passage.replied = true;
                pace.replied(now(), passage.ticket, scaled(took), SignReader.read(reply));
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * The request is over.
     *
     * @param answer empty if an exception ended it
     * @return how many may be under way now
     */
    int leave(Passage passage, Optional<Answer<Reply>> answer) {
        current.remove();
        lock.lock();
        try {
            long now = now();
            pace.ended(passage.ticket);
            if (!passage.replied) {
                pace.unanswered(now, now - passage.ticket.begun());
            }
            answer.ifPresent(known -> learn(known, passage.ticket, now));
            oneEnded.signalAll();
            return pace.concurrency();
        } finally {
            lock.unlock();
        }
    }

    private void learn(Answer<Reply> answer, Pace.Ticket ticket, long now) {
        switch (answer) {
            case Succeeded<Reply> ignored -> pace.succeeded(now, ticket);
            case Failed<Reply>(Failure.Throttled throttled) -> {
                pace.throttled(now, scaled(throttled.retryAfter()));
                if (throttled.facet() == ThrottleFacet.CONCURRENCY) {
                    pace.tooMany(now, ticket);
                }
            }
            case Failed<Reply>(Failure.Refused refused) -> {}
            case Failed<Reply>(Failure.Unavailable unavailable) -> {}
            case Failed<Reply>(Failure.Lost lost) -> {}
        }
    }

    private Step step(DataverseRequest request) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            String kind = kind(request);
            return switch (pace.turn(now(), kind, request.rows())) {
                case Turn.Now ignored -> new Step.Go(new Passage(pace.begin(now(), kind, request.rows())));
                case Turn.Later(long nanos) ->
                    new Step.Wait(Duration.ofNanos(Math.max(1, (long) (nanos / limits.timeScale()))));
                case Turn.WhenOneEnds ignored -> {
                    oneEnded.awaitNanos(LOOK_UP.toNanos());
                    yield new Step.LookAgain();
                }
            };
        } finally {
            lock.unlock();
        }
    }

    /** Rows of one table and one operation cost about the same. */
    private static String kind(DataverseRequest request) {
        return kind(request.operation(), request.path().split("[^A-Za-z0-9_]", 2)[0]);
    }

    private static String kind(Operation operation, String entitySet) {
        return operation + " " + entitySet;
    }

    private long now() {
        return scaled(Duration.between(origin, clock.instant()));
    }

    private long scaled(Duration duration) {
        return (long) (duration.toNanos() * limits.timeScale());
    }
}
