package org.dataferry.schemas.control;

import java.util.Locale;

/**
 * How rows in question differ between the log and their table, in rows.
 *
 * @param known those that are there as the log has it
 * @param read those that are there in the table
 * @param inserted in the table, and not in the log
 * @param changed in both, with other values
 * @param deleted in the log, and not in the table
 */
public record RowDifference(long known, long read, long inserted, long changed, long deleted) {

    public static final RowDifference NONE = new RowDifference(0, 0, 0, 0, 0);

    /** These and others, of other rows. */
    public RowDifference plus(RowDifference others) {
        return new RowDifference(
                known + others.known,
                read + others.read,
                inserted + others.inserted,
                changed + others.changed,
                deleted + others.deleted);
    }

    /** For people. */
    public String text() {
        return String.format(
                Locale.ROOT,
                "%,d to insert, %,d to change, %,d to delete (%,d in the log, %,d in the table)",
                inserted,
                changed,
                deleted,
                known,
                read);
    }
}
