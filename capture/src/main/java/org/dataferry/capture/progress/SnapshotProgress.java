package org.dataferry.capture.progress;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.dataferry.schemas.key.SourceTable;

/**
 * How far a snapshot is.
 *
 * @param rows read and acknowledged since it was started, or went on
 * @param share of the tables' size that was read, earlier starts included; from 0 to 1
 * @param left until the rest is read at the pace so far; empty while nothing was read
 * @param tables in the order in which they are begun
 */
public record SnapshotProgress(long rows, double share, Optional<Duration> left, List<Table> tables) {

    /**
     * @param rows as above, of those parts of the table that are done
     * @param share as above, of the table
     */
    public record Table(SourceTable table, long rows, double share) {}

    private static final int PERCENT = 100;

    public SnapshotProgress {
        tables = List.copyOf(tables);
    }

    /** For people. */
    public String text() {
        return String.format(Locale.ROOT, "%,d rows, %.1f %%", rows, share * PERCENT)
                + left.map(time -> ", " + Math.max(1, time.toSeconds()) + " s left")
                        .orElse("");
    }
}
