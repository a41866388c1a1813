package org.dataferry.control.soak.emulator;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeMap;
import org.dataferry.control.soak.Findings;

/**
 * Counts the limits again, from the log alone: for each request, what had been used when it came. A decision that the count contradicts holds
 * nevertheless if it would be right with the requests in flight at that moment counted the other way, because they began or ended beside it.
 */
final class ThrottleAudit {

    /** @param executionNanos and windowNanos scaled */
    record Limits(long requests, long executionNanos, long concurrent, long windowNanos) {}

    private static final String REQUESTS = "requests";
    private static final String EXECUTION = "execution_time";
    private static final String CONCURRENCY = "concurrency";

    private final Limits limits;
    private final Findings findings;
    private long edge;

    ThrottleAudit(Limits limits, Findings findings) {
        this.limits = limits;
        this.findings = findings;
    }

    /** Decisions that only hold within the requests in flight. */
    long edge() {
        return edge;
    }

    void check(List<LogLine> log) {
        Map<String, List<LogLine>> places = new TreeMap<>();
        log.stream()
                .filter(LogLine::wasMeasured)
                .forEach(line -> places.computeIfAbsent(line.place(), place -> new ArrayList<>())
                        .add(line));
        places.values().forEach(this::checkPlace);
    }

    private void checkPlace(List<LogLine> lines) {
        lines.sort(Comparator.comparingLong(LogLine::arrived));
        PriorityQueue<LogLine> running = new PriorityQueue<>(Comparator.comparingLong(LogLine::ended));
        Deque<LogLine> begun = new ArrayDeque<>();
        Deque<LogLine> done = new ArrayDeque<>();
        long used = 0;
        long longest = lines.stream().mapToLong(LogLine::execution).max().orElse(0);
        for (LogLine line : lines) {
            long now = line.arrived();
            while (!running.isEmpty() && running.element().ended() <= now) {
                LogLine ended = running.remove();
                done.add(ended);
                used += ended.execution();
            }
            while (!begun.isEmpty() && begun.getFirst().arrived() <= now - limits.windowNanos()) {
                begun.removeFirst();
            }
            while (!done.isEmpty() && done.getFirst().ended() <= now - limits.windowNanos()) {
                used -= done.removeFirst().execution();
            }
            int flying = running.size();
            decide(line, REQUESTS, begun.size(), limits.requests(), flying);
            decide(line, EXECUTION, used, limits.executionNanos(), flying * longest);
            decide(line, CONCURRENCY, flying, limits.concurrent(), 1);
            if (line.wasLetIn()) {
                begun.add(line);
                running.add(line);
            }
        }
    }

    /** @param slack how much of the sum is uncertain at the moment */
    private void decide(LogLine line, String facet, long sum, long limit, long slack) {
        boolean exceeded = sum >= limit;
        if (line.wasLetIn() && exceeded) {
            contradict(Invariants.WHENEVER, line, facet, sum, limit, sum - limit < slack);
        } else if (facet.equals(line.throttled()) && !exceeded) {
            contradict(Invariants.ONLY_WHEN, line, facet, sum, limit, limit - sum <= slack);
        }
    }

    private void contradict(String invariant, LogLine line, String facet, long sum, long limit, boolean withinEdge) {
        if (withinEdge) {
            edge++;
        } else {
            findings.add(
                    invariant,
                    "at " + line.arrived() + " ns, " + line.place() + ": " + facet + " had " + sum + " of " + limit);
        }
    }
}
