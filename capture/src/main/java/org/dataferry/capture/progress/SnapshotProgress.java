package org.dataferry.capture.progress;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * How far a snapshot is.
 *
 * @param rows read and acknowledged since it was started, or went on
 * @param share of the tables' size that was read, earlier starts included; from 0 to 1
 * @param left until the rest is read at the pace so far; empty while nothing was read
 */
public record SnapshotProgress(long rows, double share, Optional<Duration> left) {

    private static final int PERCENT = 100;

    /** For people. */
    public String text() {
        return String.format(Locale.ROOT, "%,d rows, %.1f %%", rows, share * PERCENT)
                + left.map(time -> ", " + Math.max(1, time.toSeconds()) + " s left")
                        .orElse("");
    }
}
