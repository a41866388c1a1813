package org.dataferry.control.soak;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** No row id has two rows in the target. */
record OneLiveRow(TargetRows target, Expectations expectations) implements Invariant {

    @Override
    public String name() {
        return "one live row per row id";
    }

    @Override
    public List<String> violations() throws InterruptedException {
        List<String> found = new ArrayList<>();
        for (Expectation expectation : expectations.rows()) {
            Set<String> seen = new HashSet<>();
            for (Map<String, String> row : target.rows(expectation.entitySet(), List.of(target.keyColumn()))) {
                String id = row.get(target.keyColumn());
                if (!seen.add(id)) {
                    found.add(expectation.entity() + " has two rows of row id " + id);
                }
            }
        }
        return found;
    }
}
