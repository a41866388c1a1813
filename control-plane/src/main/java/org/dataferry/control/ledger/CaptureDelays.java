package org.dataferry.control.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * How long capture takes from the commit at the source to the log, as heartbeats tell: each says when it was committed, and
 * stands in the log from when it was captured. It is right to the time between two heartbeats.
 */
final class CaptureDelays {

    /** At a heartbeat a second half an hour; changes are asked about that were answered within the last minute. */
    private static final int MOST = 2_000;

    private final NavigableMap<Instant, Duration> delays = new TreeMap<>();

    void heard(Instant captured, Instant committed) {
        Duration delay = Duration.between(committed, captured);
        // The source's clock may be ahead of capture's.
        delays.put(captured, delay.isNegative() ? Duration.ZERO : delay);
        if (delays.size() > MOST) {
            delays.pollFirstEntry();
        }
    }

    /** About when something was committed that was captured at a moment. */
    Instant committed(Instant captured) {
        Map.Entry<Instant, Duration> next = delays.ceilingEntry(captured);
        if (next == null) {
            next = delays.floorEntry(captured);
        }
        return next == null ? captured : captured.minus(next.getValue());
    }
}
