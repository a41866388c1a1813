package org.dataferry.transform.state;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * The parts of a row that stand beside its image, each with versions of the row's sequence of its own.
 *
 * @param files by column; one that is not there never had a file, as far as we know
 */
public record RowParts(StatePart state, Map<String, FilePart> files) {

    public static final RowParts NONE = new RowParts(StatePart.NONE, Map.of());

    public RowParts {
        files = files.isEmpty() ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(files));
    }

    public RowParts with(StatePart next) {
        return new RowParts(next, files);
    }

    public RowParts with(Map<String, FilePart> next) {
        return new RowParts(state, next);
    }

    public RowParts with(String column, FilePart next) {
        Map<String, FilePart> others = new TreeMap<>(files);
        others.put(column, next);
        return new RowParts(state, others);
    }

    /** What is known of a file column. */
    public FilePart file(String column) {
        return files.getOrDefault(column, FilePart.EMPTY);
    }

    /** Whether a file waits to be sent. */
    public boolean holdsFiles() {
        return !files.isEmpty()
                && files.values().stream().anyMatch(file -> file.held().isPresent());
    }

    /** Of a row that is removed; if it is made again before the target has removed it, it has its old files yet. */
    public RowParts removed() {
        Map<String, FilePart> unknown = new TreeMap<>();
        files.forEach((column, file) -> {
            if (file.mayBeThere()) {
                unknown.put(column, FilePart.UNKNOWN);
            }
        });
        return new RowParts(state.removed(), unknown);
    }
}
