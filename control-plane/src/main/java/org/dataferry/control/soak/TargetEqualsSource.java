package org.dataferry.control.soak;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.dataferry.control.ControlException;

/** The target has a row for each of the source, with the value that each mapped column should have, and no other row. */
record TargetEqualsSource(Connection source, TargetRows target, List<Expectation> expectations) implements Invariant {

    @Override
    public String name() {
        return "the target equals the source";
    }

    @Override
    public List<String> violations() throws InterruptedException {
        List<String> found = new ArrayList<>();
        for (Expectation expectation : expectations) {
            Map<String, Map<String, String>> expected = byKey(expected(expectation), expectation);
            List<Map<String, String>> rows = target.rows(expectation.entitySet(), expectation.columns());
            Map<String, Map<String, String>> actual = byKey(rows, expectation);
            if (rows.size() != actual.size()) {
                found.add(expectation.entity() + " has " + rows.size() + " rows with " + actual.size() + " keys");
            }
            expected.forEach((key, row) -> {
                if (!row.equals(actual.get(key))) {
                    found.add(expectation.entity() + " " + key + " should be " + row + " and is " + actual.get(key));
                }
            });
            actual.keySet().stream()
                    .filter(key -> !expected.containsKey(key))
                    .forEach(key -> found.add(expectation.entity() + " " + key + " is not in the source"));
        }
        return found;
    }

    private static Map<String, Map<String, String>> byKey(List<Map<String, String>> rows, Expectation expectation) {
        Map<String, Map<String, String>> byKey = new TreeMap<>();
        rows.forEach(row -> byKey.put(row.get(expectation.key()), row));
        return byKey;
    }

    private List<Map<String, String>> expected(Expectation expectation) {
        List<Map<String, String>> rows = new ArrayList<>();
        try (Statement statement = source.createStatement();
                ResultSet result = statement.executeQuery(expectation.query())) {
            while (result.next()) {
                Map<String, String> row = new LinkedHashMap<>();
                for (int i = 0; i < expectation.columns().size(); i++) {
                    Object value = result.getObject(i + 1);
                    row.put(
                            expectation.columns().get(i),
                            value instanceof Number ? TargetRows.number(value.toString()) : String.valueOf(value));
                }
                rows.add(row);
            }
            return rows;
        } catch (SQLException failed) {
            throw new ControlException("the soak's source cannot be read: " + failed.getMessage(), failed);
        }
    }
}
