package org.dataferry.sink.loop;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.dataferry.sink.client.protocol.Answer;
import org.dataferry.sink.client.protocol.DataverseRequest;
import org.dataferry.sink.client.protocol.Failure;
import org.dataferry.sink.client.protocol.Reply;
import org.dataferry.sink.client.transport.RequestListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Names in the log whatever gets nothing done while work waits for it, a lane or an entity, with its last error. Each is
 * named once per patience, so that a target that is away for a night fills no log. Safe for threads: lanes tell of
 * themselves from their own.
 */
final class Watchdog {

    private static final Logger LOG = LoggerFactory.getLogger(Watchdog.class);

    private final Duration patience;
    private final Clock clock;
    private final Map<Watched, Progress> progress = new HashMap<>();
    private Instant nextLook;

    /** What is watched. */
    sealed interface Watched {
        /** The requests of one application user. */
        record OfLane(String user) implements Watched {}

        /** The writes of one entity, or the links of one relationship. */
        record OfEntity(String entity) implements Watched {}
    }

    /**
     * Nothing was done for too long.
     *
     * @param waiting requests of a lane, writes of an entity
     * @param since when it last got something done, or had nothing to do
     * @param lastError empty if nothing told one
     */
    record Stall(Watched who, long waiting, Instant since, String lastError) {}

    private static final class Progress {
        private long underway;
        private Instant since;
        private Instant toldAt;
        private String lastError = "";

        private Progress(Instant now, Duration patience) {
            this.since = now;
            this.toldAt = now.minus(patience);
        }
    }

    /** @param patience more than a throttled request is commonly made to wait */
    Watchdog(Duration patience, Clock clock) {
        this.patience = patience;
        this.clock = clock;
        this.nextLook = clock.instant().plus(patience);
    }

    /** What a lane tells of itself. */
    RequestListener of(String user) {
        Watched lane = new Watched.OfLane(user);
        return new RequestListener() {
            @Override
            public void started(DataverseRequest request) {
                underway(lane, 1);
            }

            @Override
            public void ended(DataverseRequest request, Answer<Reply> answer, Duration took) {
                underway(lane, -1);
                if (answer instanceof Answer.Failed<Reply>(Failure.Lost lost)) {
                    failed(lane, lost.describe());
                } else {
                    moved(lane);
                }
            }

            @Override
            public void broken(DataverseRequest request, Throwable cause, Duration took) {
                underway(lane, -1);
                failed(lane, String.valueOf(cause));
            }

            @Override
            public void retrying(DataverseRequest request, Failure failure, int attempt, Duration pause) {
                failed(lane, failure.describe());
            }
        };
    }

    synchronized void moved(Watched who) {
        Progress known = known(who);
        known.since = clock.instant();
        known.lastError = "";
    }

    synchronized void failed(Watched who, String error) {
        known(who).lastError = error;
    }

    /** Whether it is time to {@link #look} again. */
    synchronized boolean isDue() {
        return !clock.instant().isBefore(nextLook);
    }

    /**
     * Tells of what has stalled, once.
     *
     * @param waiting how many writes wait, by entity
     */
    synchronized List<Stall> look(Map<String, Long> waiting) {
        Instant now = clock.instant();
        nextLook = now.plus(patience.dividedBy(4));
        waiting.keySet().forEach(entity -> known(new Watched.OfEntity(entity)));
        List<Stall> stalls = new ArrayList<>();
        progress.forEach((who, known) -> {
            long count = switch (who) {
                case Watched.OfLane ignored -> known.underway;
                case Watched.OfEntity(String entity) -> waiting.getOrDefault(entity, 0L);
            };
            if (count == 0) {
                known.since = now;
            } else if (isOver(known.since, now) && isOver(known.toldAt, now)) {
                known.toldAt = now;
                stalls.add(new Stall(who, count, known.since, known.lastError));
            }
        });
        stalls.forEach(Watchdog::tell);
        return stalls;
    }

    private static void tell(Stall stall) {
        switch (stall.who()) {
            case Watched.OfLane(String user) ->
                LOG.warn(
                        "A lane gets no answer user={} requests={} since={} lastError={}",
                        user,
                        stall.waiting(),
                        stall.since(),
                        stall.lastError());
            case Watched.OfEntity(String entity) ->
                LOG.warn(
                        "An entity makes no progress entity={} waiting={} since={} lastError={}",
                        entity,
                        stall.waiting(),
                        stall.since(),
                        stall.lastError());
        }
    }

    private synchronized void underway(Watched lane, int change) {
        Progress known = known(lane);
        if (known.underway == 0) {
            known.since = clock.instant();
        }
        known.underway += change;
    }

    private Progress known(Watched who) {
        return progress.computeIfAbsent(who, first -> new Progress(clock.instant(), patience));
    }

    private boolean isOver(Instant moment, Instant now) {
        return Duration.between(moment, now).compareTo(patience) >= 0;
    }
}
