package org.dataferry.transform.state;

import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.dataferry.schemas.value.Value;

/** A version of a row, and as far as it is remembered what the row looked like in it. */
public sealed interface RowVersion {

    long number();

    /**
     * The row with these columns and lookups.
     *
     * @param lookups as the target has them with this version; one that was left out first is not in it
     */
    record Image(long number, Map<String, Value> columns, Map<String, BoundLookup> lookups) implements RowVersion {
        public Image {
            columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
            lookups = Collections.unmodifiableMap(new LinkedHashMap<>(lookups));
        }

        /** Columns that are not known are as they were here. */
        Map<String, Value> filled(Map<String, Value> next) {
            Map<String, Value> whole = new LinkedHashMap<>(next);
            whole.replaceAll((column, value) ->
                    value instanceof Value.Absent ? columns.getOrDefault(column, Value.ABSENT) : value);
            return whole;
        }

        /**
         * The columns and lookups that are another than here. One that the mapping no longer fills is not cleared: it is
         * simply not ours any more.
         */
        Set<String> changed(Map<String, Value> nextColumns, Map<String, BoundLookup> nextLookups) {
            Set<String> changed = new HashSet<>();
            nextColumns.forEach((column, value) -> {
                if (!value.equals(columns.getOrDefault(column, Value.ABSENT))) {
                    changed.add(column);
                }
            });
            nextLookups.forEach((column, target) -> {
                BoundLookup before = lookups.get(column);
                if (before == null || !before.named().equals(target.named()) || before.isAnother(target)) {
                    changed.add(column);
                }
            });
            return changed;
        }

        static Set<String> names(Map<String, Value> columns, Map<String, BoundLookup> lookups) {
            Set<String> names = new HashSet<>(columns.keySet());
            names.addAll(lookups.keySet());
            return names;
        }
    }

    /**
     * There is no row.
     *
     * @param refusals how often the target refused that before, as others still named the row
     */
    record Removed(long number, int refusals) implements RowVersion {}

    /** Too many versions were on their way at once; what this one looked like is not remembered. */
    record Forgotten(long number) implements RowVersion {}
}
