package org.dataferry.sink.client.pacing;

import java.util.PriorityQueue;
import java.util.function.LongPredicate;

/** A backlog that never ends, sent as the pace allows, in simulated time. */
final class SimulatedLoad {
    private record Event(long at, Runnable what) {}

    private final SimulatedServers servers;
    private final Pace pace;
    private final int rows;
    private final LongPredicate wanted;
    private final PriorityQueue<Event> events = new PriorityQueue<>((one, other) -> Long.compare(one.at(), other.at()));
    private long now;
    private long retryAt = Long.MAX_VALUE;
    long done;
    long throttled;
    int underWay;
    int mostUnderWay;

    /** @param wanted whether there is something to send at a time */
    SimulatedLoad(SimulatedServers servers, Pace pace, int rows, LongPredicate wanted) {
        this.servers = servers;
        this.pace = pace;
        this.rows = rows;
        this.wanted = wanted;
    }

    /** @return how many rows were done in this time */
    long run(double seconds) {
        long until = now + (long) (seconds * SimulatedServers.SECOND);
        long before = done;
        offer();
        while (!events.isEmpty() && events.peek().at() <= until) {
            Event next = events.remove();
            now = next.at();
            next.what().run();
            offer();
        }
        now = until;
        return (done - before) * rows;
    }

    long now() {
        return now;
    }

    /** Something else happens at a time from now. */
    void at(double secondsFromNow, Runnable what) {
        events.add(new Event(now + (long) (secondsFromNow * SimulatedServers.SECOND), what));
    }

    private void offer() {
        while (wanted.test(now)) {
            switch (pace.turn(now, "create", rows)) {
                case Turn.Now ignored -> begin();
                case Turn.Later(long nanos) -> {
                    if (retryAt <= now || retryAt > now + nanos) {
                        retryAt = now + Math.max(1, nanos);
                        events.add(new Event(retryAt, () -> {}));
                    }
                    return;
                }
                case Turn.WhenOneEnds ignored -> {
                    return;
                }
            }
        }
        events.add(new Event(now + (long) SimulatedServers.SECOND, () -> {}));
    }

    private void begin() {
        Pace.Ticket ticket = pace.begin(now, "create", rows);
        underWay++;
        mostUnderWay = Math.max(mostUnderWay, underWay);
        int server = servers.choose();
        SimulatedServers.Visit.Refused refused = servers.begin(server, now);
        long took = refused == null ? servers.duration(now, rows) : (long) (0.01 * SimulatedServers.SECOND);
        events.add(new Event(now + took, () -> {
            underWay--;
            if (refused == null) {
                SimulatedServers.Visit.Done visit = servers.end(server, now, took);
                pace.replied(now, ticket, took, visit.signs());
                pace.ended(ticket);
                pace.succeeded(now, ticket);
                done++;
            } else {
                throttled++;
                pace.replied(now, ticket, took, refused.signs());
                pace.ended(ticket);
                pace.throttled(now, refused.retryAfter());
                if (refused.concurrency()) {
                    pace.tooMany(now, ticket);
                }
            }
        }));
    }
}
