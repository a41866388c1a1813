package org.dataferry.control.dashboard.access;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Failures to sign in, by user name and by address. Who has too many within a window waits until it is over. */
final class Failures {

    /** Of a window; beyond it those that are known longest are forgotten. Some megabytes, as names and addresses are short. */
    private static final int MOST_KNOWN = 10_000;

    private final int most;
    private final Duration window;
    private final Clock clock;
    private final Map<String, Count> counts = new LinkedHashMap<>();

    private record Count(Instant since, int failures) {}

    Failures(int most, Duration window, Clock clock) {
        this.most = most;
        this.window = window;
        this.clock = clock;
    }

    /** How long this one has still to wait; empty if it need not. */
    synchronized Optional<Duration> wait(String who) {
        Count count = counts.get(who);
        Instant now = clock.instant();
        return count == null || count.failures() < most || isOver(count, now)
                ? Optional.empty()
                : Optional.of(Duration.between(now, count.since().plus(window)));
    }

    synchronized void add(String who) {
        Instant now = clock.instant();
        counts.values().removeIf(count -> isOver(count, now));
        counts.merge(who, new Count(now, 1), (before, first) -> new Count(before.since(), before.failures() + 1));
        if (counts.size() > MOST_KNOWN) {
            counts.remove(counts.keySet().iterator().next());
        }
    }

    synchronized void forget(String who) {
        counts.remove(who);
    }

    /** How many it keeps. */
    synchronized int known() {
        return counts.size();
    }

    private boolean isOver(Count count, Instant now) {
        return !now.isBefore(count.since().plus(window));
    }
}
