package org.dataferry.control.status;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How far capture is with reading all rows, as the process that does it has told last.
 *
 * @param rows read and acknowledged since it was started, or went on
 * @param share of the tables' size that was read, earlier starts included; from 0 to 1
 * @param left until the rest is read, at that time and at the pace so far; empty while nothing was read
 * @param at when it was told
 */
public record SnapshotLook(long rows, double share, Optional<Duration> left, Instant at, List<Table> tables) {

    /**
     * @param rows of it that were read since capture was started, or went on
     * @param share of its size that was read
     */
    public record Table(String table, long rows, double share) {
        public boolean isDone() {
            return share >= 1;
        }
    }

    public SnapshotLook {
        tables = List.copyOf(tables);
    }
}
