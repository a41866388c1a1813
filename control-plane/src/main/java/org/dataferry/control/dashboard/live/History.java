package org.dataferry.control.dashboard.live;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * What was seen since the server began: a point a second for ten minutes, and before that one in ten seconds for a day. Some
 * hundred bytes a point, a megabyte in all.
 */
public final class History {

    static final Duration FINE = Duration.ofMinutes(10);
    static final Duration COARSE = Duration.ofDays(1);
    private static final Duration FINE_STEP = Duration.ofSeconds(1);
    private static final Duration COARSE_STEP = Duration.ofSeconds(10);

    private final Deque<Point> fine = new ArrayDeque<>();
    private final Deque<Point> coarse = new ArrayDeque<>();

    /** Points come in the order of time; one that comes too soon after another takes its place. */
    synchronized void add(Point point) {
        add(fine, point, FINE_STEP, FINE);
        add(coarse, point, COARSE_STEP, COARSE);
    }

    private static void add(Deque<Point> points, Point point, Duration step, Duration kept) {
        if (!points.isEmpty() && slot(points.getLast(), step) == slot(point, step)) {
            points.removeLast();
        }
        points.addLast(point);
        while (points.getFirst().at().isBefore(point.at().minus(kept))) {
            points.removeFirst();
        }
    }

    private static long slot(Point point, Duration step) {
        return point.at().getEpochSecond() / step.toSeconds();
    }

    /** The points since then, in the order of time. */
    public synchronized List<Point> since(Instant moment) {
        List<Point> all = new ArrayList<>();
        for (Point point : coarse) {
            boolean isFinerLater =
                    !fine.isEmpty() && !point.at().isBefore(fine.getFirst().at());
            if (!isFinerLater && !point.at().isBefore(moment)) {
                all.add(point);
            }
        }
        fine.stream().filter(point -> !point.at().isBefore(moment)).forEach(all::add);
        return all;
    }
}
