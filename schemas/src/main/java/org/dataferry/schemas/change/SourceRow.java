package org.dataferry.schemas.change;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.dataferry.schemas.value.Value;

/** The columns of a source row by name, in the order of the table. Immutable. */
public record SourceRow(Map<String, Value> columns) {

    public SourceRow {
        columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
    }

    /** The value of a column; absent if the row does not have it. */
    public Value get(String column) {
        return columns.getOrDefault(column, Value.ABSENT);
    }

    /** This row with other values in some of its columns. */
    public SourceRow with(Map<String, Value> others) {
        Map<String, Value> changed = new LinkedHashMap<>(columns);
        changed.putAll(others);
        return new SourceRow(changed);
    }

    /** This row with its absent columns filled from an earlier image of the same row. */
    public SourceRow filledFrom(SourceRow earlier) {
        if (!columns.containsValue(Value.ABSENT)) {
            return this;
        }
        Map<String, Value> filled = new LinkedHashMap<>(columns);
        filled.replaceAll((column, value) -> value instanceof Value.Absent ? earlier.get(column) : value);
        return new SourceRow(filled);
    }
}
