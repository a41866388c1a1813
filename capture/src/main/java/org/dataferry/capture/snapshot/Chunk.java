package org.dataferry.capture.snapshot;

import org.dataferry.capture.source.TableName;

/**
 * A part of a table that is read and acknowledged as a whole: the rows in a range of its blocks.
 *
 * @param to the first block that does not belong to it
 * @param last whether rows in later blocks, if there are any, belong to it too
 */
record Chunk(TableName table, long from, long to, boolean last) {

    Chunk {
        if (from < 0 || to < from) {
            throw new IllegalArgumentException("no range of blocks: " + from + " to " + to);
        }
    }

    long blocks() {
        return to - from;
    }

    /** Which rows, in SQL; empty for all. */
    String condition() {
        String lower = from == 0 ? "" : "ctid >= '(" + from + ",0)'::pg_catalog.tid";
        String upper = last ? "" : "ctid < '(" + to + ",0)'::pg_catalog.tid";
        return lower.isEmpty() || upper.isEmpty() ? lower + upper : lower + " AND " + upper;
    }
}
