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
 * @param file changes whenever rows may have moved without having been changed
 * @param columns changes whenever the columns or the primary key change
 */
record TableExtent(TableName table, long blocks, int blockBytes, boolean divisible, long file, String columns) {

    private static final int MEBIBYTE = 1 << 20;

    /** What {@link DoneChunk}s of the table must have for them to say something of it. */
    String layout() {
        return file + " " + columns;
    }

    /** The table in chunks of about a size, in the order of its blocks. */
    List<Chunk> chunks(int mebibytes) {
        return chunks(List.of(), mebibytes);
    }

    /** As {@link #chunks(int)}, without ranges that are done; nothing if all of an indivisible table is. */
    List<Chunk> chunks(List<DoneChunk> done, int mebibytes) {
        if (!divisible) {
            return done.isEmpty() ? List.of(new Chunk(table, 0, blocks, true)) : List.of();
        }
        List<Chunk> chunks = new ArrayList<>();
        long at = 0;
        for (DoneChunk range : done) {
            divide(at, Math.min(range.from(), blocks), mebibytes, chunks);
            at = Math.max(at, range.to());
        }
        divide(at, blocks, mebibytes, chunks);
        return open(chunks, at);
    }

    private void divide(long begin, long end, int mebibytes, List<Chunk> chunks) {
        long step = Math.max(1, (long) mebibytes * MEBIBYTE / blockBytes);
        for (long from = begin; from < end; from += step) {
            chunks.add(new Chunk(table, from, Math.min(from + step, end), false));
        }
    }

    /** Rows behind the blocks that were counted, if there are any, belong to the last chunk. */
    private List<Chunk> open(List<Chunk> chunks, long doneTo) {
        if (!chunks.isEmpty() && chunks.getLast().to() == blocks) {
            Chunk last = chunks.removeLast();
            chunks.add(new Chunk(table, last.from(), last.to(), true));
        } else {
            chunks.add(new Chunk(table, doneTo, Math.max(doneTo, blocks), true));
        }
        return chunks;
    }
}
