package org.dataferry.capture.resnapshot;

import java.util.Locale;
import java.util.Optional;
import org.dataferry.schemas.control.RowDifference;

/**
 * Stops what would delete a suspicious share of the rows.
 *
 * @param percent of the rows that the log has, beyond which somebody has to accept it
 */
record DeleteLimit(int percent) {

    private static final double WHOLE = 100.0;

    /**
     * @param accepted so many may be deleted in any case
     * @return why they may not be deleted, and what lets them be; empty if they may
     */
    Optional<String> objection(RowDifference rows, long accepted) {
        long allowed = (long) Math.floor(rows.known() * percent / WHOLE);
        if (rows.deleted() <= Math.max(allowed, accepted)) {
            return Optional.empty();
        }
        return Optional.of(String.format(
                Locale.ROOT,
                "%,d of %,d rows would be deleted, which is more than %d %%%s. Nothing was published. If they are gone for good,"
                        + " ask again with --accept-deletes %d",
                rows.deleted(),
                rows.known(),
                percent,
                accepted > 0 ? " and more than the %,d that were accepted".formatted(accepted) : "",
                rows.deleted()));
    }
}
