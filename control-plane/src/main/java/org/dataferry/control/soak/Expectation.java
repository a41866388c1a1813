package org.dataferry.control.soak;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a mapping means, said a second time: a query of the source whose result is what the target should hold.
 *
 * @param table of the schema public
 * @param key the column of the target that tells the rows apart
 * @param columns that the query gives first, in their order, and the target has
 * @param lookups that the query gives after them, in their order, each as the key of the row it names: the lookup's column
 *     and the entity of that row
 * @param unsettled a query of the keys of rows that need not be in the target as they are at the source, because they wait
 *     for a row that the source does not have
 */
record Expectation(
        String entity,
        String entitySet,
        String table,
        String key,
        List<String> columns,
        TreeMap<String, String> lookups,
        String query,
        String unsettled) {

    Expectation {
        columns = List.copyOf(columns);
        lookups = new TreeMap<>(lookups);
    }

    /** The column of the target that holds the GUIDs of the rows. */
    String idColumn() {
        return entity + "id";
    }

    /** What the target is asked for: GUID, columns, lookups. */
    List<String> selected() {
        List<String> selected = new ArrayList<>(List.of(idColumn()));
        selected.addAll(columns);
        lookups.keySet().forEach(lookup -> selected.add(valueOf(lookup)));
        return selected;
    }

    /** Where the Web API shows the GUID that a lookup holds. */
    static String valueOf(String lookup) {
        return "_" + lookup + "_value";
    }

    /** The GUIDs of rows as {@link #selected()}, by key. */
    Map<String, String> idsByKey(List<Map<String, String>> rows) {
        Map<String, String> ids = new TreeMap<>();
        rows.forEach(row -> ids.put(row.get(key), row.get(idColumn())));
        return ids;
    }
}
