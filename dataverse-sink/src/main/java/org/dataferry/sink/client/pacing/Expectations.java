package org.dataferry.sink.client.pacing;

import java.util.HashMap;
import java.util.Map;

/** How long requests of a kind take, from the last ones of that kind; in seconds of the server's time. */
final class Expectations {
    /** Until the first answer: a small bulk request. */
    private static final double UNKNOWN = 1;

    /** Slower is believed at once, as it may be the server that tires; faster after some ten answers. */
    private static final double RISING = 0.5;

    private static final double FALLING = 0.1;

    private final Map<String, Double> perRow = new HashMap<>();

    double of(String kind, int rows) {
        Double known = perRow.get(kind);
        return known == null ? UNKNOWN : known * Math.max(1, rows);
    }

    void took(String kind, int rows, double seconds) {
        perRow.merge(
                kind,
                seconds / Math.max(1, rows),
                (before, now) -> before + (now > before ? RISING : FALLING) * (now - before));
    }
}
