package org.dataferry.capture.snapshot;

import org.dataferry.schemas.change.SourcePosition;

/**
 * Work for a reader.
 *
 * @param position of all its rows
 * @param condition which rows, in SQL; empty for all
 * @param counted whether the chunk is recorded as done afterwards; it is not where only rows are read that may have changed
 *     since it was
 */
record Piece(TablePlan plan, SourcePosition position, Chunk chunk, String condition, boolean counted) {}
