package org.dataferry.capture.snapshot;

import org.dataferry.schemas.key.SourceTable;

/**
 * A range of a table's blocks whose rows are all in Kafka.
 *
 * @param layout of the table when they were read; a range of another layout says nothing
 * @param snapshot what the reading saw, as {@code pg_current_snapshot()}: {@code xmin:xmax:xip,…}
 */
record DoneChunk(SourceTable table, long from, long to, String layout, String snapshot) {

    private static final long IDS = 1L << Integer.SIZE;

    /**
     * Which rows may have changed since, in SQL: those whose transaction was not over for the reading. Transactions are
     * compared as PostgreSQL stores them with rows, modulo 2^32, and those that began after the oldest that was open count as
     * not over, since subtransactions are not told. So a few rows more are read again, and none too few.
     */
    String changedSince() {
        long oldest = Long.parseLong(snapshot.substring(0, snapshot.indexOf(':')));
        return "((xmin::pg_catalog.text::bigint - " + oldest % IDS + " + " + IDS + ") % " + IDS + ") < " + IDS / 2;
    }
}
