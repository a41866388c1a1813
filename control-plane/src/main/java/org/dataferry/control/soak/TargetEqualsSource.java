package org.dataferry.control.soak;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The target has a row for each of the source, with the value that each mapped column should have and each lookup on the row
 * that it names, and no other row. A lookup whose row is not in the target holds nothing. A row that waits for one that the
 * source does not have may be missing or old.
 */
record TargetEqualsSource(SourceReader source, TargetRows target, Expectations expectations, SoakLog log)
        implements Invariant {

    @Override
    public String name() {
        return "the target equals the source";
    }

    @Override
    public List<String> violations() throws InterruptedException {
        Map<String, List<Map<String, String>>> actual = new LinkedHashMap<>();
        Map<String, Map<String, String>> ids = new LinkedHashMap<>();
        for (Expectation rows : expectations.rows()) {
            List<Map<String, String>> found = target.rows(rows.entitySet(), rows.selected());
            actual.put(rows.entity(), found);
            ids.put(rows.entity(), rows.idsByKey(found));
        }
        List<String> violations = new ArrayList<>();
        for (Expectation rows : expectations.rows()) {
            compare(rows, actual.get(rows.entity()), expected(rows, ids), violations);
        }
        return violations;
    }

    private void compare(
            Expectation rows,
            List<Map<String, String>> actual,
            Map<String, Map<String, String>> expected,
            List<String> violations) {
        Map<String, Map<String, String>> byKey = new TreeMap<>();
        actual.forEach(row -> byKey.put(row.get(rows.key()), withoutId(rows, row)));
        if (actual.size() != byKey.size()) {
            violations.add(rows.entity() + " has " + actual.size() + " rows with " + byKey.size() + " keys");
        }
        Set<String> unsettled = new HashSet<>();
        source.query(rows.unsettled()).forEach(row -> unsettled.add(row.getFirst()));
        expected.forEach((key, row) -> {
            if (!unsettled.contains(key) && !row.equals(byKey.get(key))) {
                violations.add(rows.entity() + " " + key + " should be " + row + " and is " + byKey.get(key)
                        + log.trail(SourceRows.rowId(rows, key)));
            }
        });
        byKey.keySet().stream()
                .filter(key -> !expected.containsKey(key))
                .forEach(key -> violations.add(rows.entity() + " " + key + " is not in the source"
                        + (key.equals("null") ? "" : log.trail(SourceRows.rowId(rows, key)))));
    }

    private static Map<String, String> withoutId(Expectation rows, Map<String, String> row) {
        Map<String, String> values = new LinkedHashMap<>(row);
        values.remove(rows.idColumn());
        return values;
    }

    private Map<String, Map<String, String>> expected(Expectation rows, Map<String, Map<String, String>> ids) {
        Map<String, Map<String, String>> expected = new TreeMap<>();
        for (List<String> values : source.query(rows.query())) {
            Map<String, String> row = new LinkedHashMap<>();
            for (int i = 0; i < rows.columns().size(); i++) {
                row.put(rows.columns().get(i), values.get(i));
            }
            int place = rows.columns().size();
            for (Map.Entry<String, String> lookup : rows.lookups().entrySet()) {
                String id = ids.get(lookup.getValue()).getOrDefault(values.get(place), "null");
                row.put(Expectation.valueOf(lookup.getKey()), id);
                place++;
            }
            expected.put(row.get(rows.key()), row);
        }
        return expected;
    }
}
