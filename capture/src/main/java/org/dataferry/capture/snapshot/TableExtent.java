package org.dataferry.capture.snapshot;

import java.util.ArrayList;
import java.util.List;
import org.dataferry.capture.source.TableName;

/**
 * What of a table there is to read.
 *
 * @param blocks the size of its file
 * @param blockBytes the size of a block
 * @param divisible whether its rows can be asked for by their places: not of a partitioned table, of one that others inherit
 *     from, of one that is not a heap, and with PostgreSQL 13 only by reading all of it
 * @param layout changes whenever rows may have moved without having been changed, and whenever the columns change
 */
record TableExtent(TableName table, long blocks, int blockBytes, boolean divisible, String layout) {

    private static final int MEBIBYTE = 1 << 20;

    /** The table in chunks of about a size, in the order of its blocks. */
    List<Chunk> chunks(int mebibytes) {
        if (!divisible) {
            return List.of(new Chunk(table, 0, blocks, true));
        }
        long step = Math.max(1, (long) mebibytes * MEBIBYTE / blockBytes);
        List<Chunk> chunks = new ArrayList<>();
        for (long from = 0; from == 0 || from < blocks; from += step) {
            long to = Math.min(from + step, blocks);
            chunks.add(new Chunk(table, from, to, to == blocks));
        }
        return chunks;
    }
}
