package org.dataferry.capture.snapshot;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.dataferry.capture.convert.BeforeImage;
import org.dataferry.capture.publish.PublishedTable;
import org.dataferry.capture.source.TableName;
import org.dataferry.schemas.key.SourceTable;

/**
 * A snapshot that was not completed.
 *
 * @param start where its first slot begins
 * @param done what it has read, by table, in the order of the blocks
 */
record Interrupted(long start, Map<SourceTable, List<DoneChunk>> done) {

    /** Those of a table that still say something of it. */
    List<DoneChunk> of(PublishedTable table, TableExtent extent) {
        return extent.divisible()
                ? done.getOrDefault(table.name(), List.of()).stream()
                        .filter(chunk -> chunk.layout().equals(extent.layout()))
                        .toList()
                : List.of();
    }

    /** Empty if nothing was read, or if it cannot be gone on with: then all is read anew. */
    static Optional<Interrupted> find(SnapshotParts parts, Map<TableName, TableExtent> extents) {
        Map<SourceTable, List<DoneChunk>> done = new HashMap<>();
        for (DoneChunk chunk : parts.chunks().read()) {
            done.computeIfAbsent(chunk.table(), table -> new ArrayList<>()).add(chunk);
        }
        OptionalLong start = parts.epochs()
                .sharedSnapshotStart(parts.tables().values().stream()
                        .map(PublishedTable::name)
                        .toList());
        boolean same = parts.tables().entrySet().stream()
                .allMatch(table -> tellsKeys(table.getValue())
                        && hasColumns(
                                done.getOrDefault(table.getValue().name(), List.of()), extents.get(table.getKey())));
        return done.isEmpty() || start.isEmpty() || !same
                ? Optional.empty()
                : Optional.of(new Interrupted(start.getAsLong(), done));
    }

    /** Whether the log tells the key of a row that was removed. */
    private static boolean tellsKeys(PublishedTable table) {
        return switch (table.captured().before()) {
            case BeforeImage.Complete complete -> true;
            case BeforeImage.OnlyColumns(var columns) -> columns.containsAll(table.key());
        };
    }

    private static boolean hasColumns(List<DoneChunk> done, TableExtent extent) {
        return done.stream().allMatch(chunk -> chunk.layout().endsWith(" " + extent.columns()));
    }
}
