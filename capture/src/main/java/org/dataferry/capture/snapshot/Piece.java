package org.dataferry.capture.snapshot;

import java.util.Optional;
import org.dataferry.schemas.change.SourcePosition;

/**
 * Work for a reader.
 *
 * @param position of all its rows
 * @param condition which rows, in SQL; empty for all
 * @param layout of the table, if the chunk is to be written down as done; empty where only rows are read that may have changed
 *     since it was
 */
record Piece(TablePlan plan, SourcePosition position, Chunk chunk, String condition, Optional<String> layout) {

    static Piece whole(TablePlan plan, SourcePosition position, Chunk chunk, String layout) {
        return new Piece(plan, position, chunk, chunk.condition(), Optional.of(layout));
    }

    static Piece changedSince(TablePlan plan, SourcePosition position, DoneChunk done) {
        Chunk chunk = new Chunk(plan.table(), done.from(), done.to(), false);
        return new Piece(plan, position, chunk, chunk.condition() + " AND " + done.changedSince(), Optional.empty());
    }

    /** @param snapshot what the reader saw */
    Optional<DoneChunk> done(String snapshot) {
        return layout.map(known -> new DoneChunk(plan.published().name(), chunk.from(), chunk.to(), known, snapshot));
    }
}
