package org.dataferry.capture.dump.intake;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One row of the difference.
 *
 * @param op c, u or d
 * @param key texts of its key
 * @param columns of a changed row the changed ones, else all that are not null: what was and what is
 */
public record PreviewRow(String op, List<String> key, Map<String, Change> columns) {

    public record Change(@Nullable String before, @Nullable String after) {}

    public PreviewRow {
        key = List.copyOf(key);
        columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
    }
}
