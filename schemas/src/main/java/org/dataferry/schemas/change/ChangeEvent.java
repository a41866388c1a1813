package org.dataferry.schemas.change;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One row change, in memory. Its type is its operation.
 *
 * <p>An image may be partial: a column that the source did not carry is {@code Absent} in it. {@code before} is there
 * only as far as the table's replica identity gives it; often it is null, or holds the key alone.
 */
public sealed interface ChangeEvent {

    ChangeId id();

    /** When the source committed the change. */
    Instant committedAt();

    /** A row read by a snapshot: it was there at that moment, whether or not it was seen before. */
    record Snapshotted(ChangeId id, Instant committedAt, SourceRow after) implements ChangeEvent {}

    record Inserted(ChangeId id, Instant committedAt, SourceRow after) implements ChangeEvent {}

    record Updated(
            ChangeId id, Instant committedAt, @Nullable SourceRow before, SourceRow after) implements ChangeEvent {}

    record Deleted(
            ChangeId id, Instant committedAt, @Nullable SourceRow before) implements ChangeEvent {}
}
