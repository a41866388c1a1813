package org.dataferry.control.soak;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The target links the rows that the source links, where it has both, and no others. */
record LinksEqualSource(SourceReader source, SourceRows rows, TargetRows target, Expectations expectations, SoakLog log)
        implements Invariant {

    @Override
    public String name() {
        return "the target's links equal the source's";
    }

    @Override
    public List<String> violations() throws InterruptedException {
        List<String> violations = new ArrayList<>();
        for (ExpectedLinks links : expectations.links()) {
            Set<List<String>> actual = actual(links, violations);
            Set<List<String>> expected = new HashSet<>(source.query(links.query()));
            for (List<String> ends : expected) {
                if (!actual.contains(ends) && isSettled(links, ends)) {
                    violations.add(links.relationship() + " " + ends + " is missing" + trail(links, ends));
                }
            }
            for (List<String> ends : actual) {
                if (!expected.contains(ends)) {
                    violations.add(links.relationship() + " " + ends + " is not in the source" + trail(links, ends));
                }
            }
        }
        return violations;
    }

    private boolean isSettled(ExpectedLinks links, List<String> ends) {
        return rows.isSettled(SourceRows.rowId(expectations.rowsOf(links.first()), ends.get(0)))
                && rows.isSettled(SourceRows.rowId(expectations.rowsOf(links.second()), ends.get(1)));
    }

    private Set<List<String>> actual(ExpectedLinks links, List<String> violations) throws InterruptedException {
        Expectation first = expectations.rowsOf(links.first());
        Expectation second = expectations.rowsOf(links.second());
        Map<String, String> firstKeys = keysById(first);
        Map<String, String> secondKeys = keysById(second);
        Set<List<String>> actual = new HashSet<>();
        for (Map<String, String> link : target.rows(links.entitySet(), List.of(first.idColumn(), second.idColumn()))) {
            String one = firstKeys.get(link.get(first.idColumn()));
            String other = secondKeys.get(link.get(second.idColumn()));
            if (one == null || other == null) {
                violations.add(links.relationship() + " " + link + " joins a row that the target does not have");
            } else if (!actual.add(List.of(one, other))) {
                violations.add(links.relationship() + " joins " + one + " and " + other + " twice");
            }
        }
        return actual;
    }

    private Map<String, String> keysById(Expectation one) throws InterruptedException {
        Map<String, String> keys = new HashMap<>();
        target.rows(one.entitySet(), one.selected())
                .forEach(row -> keys.put(row.get(one.idColumn()), row.get(one.key())));
        return keys;
    }

    private String trail(ExpectedLinks links, List<String> ends) {
        return log.trail(SourceRows.linkId(links, expectations, ends))
                + log.trail(SourceRows.rowId(expectations.rowsOf(links.first()), ends.get(0)))
                + log.trail(SourceRows.rowId(expectations.rowsOf(links.second()), ends.get(1)));
    }
}
