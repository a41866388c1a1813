package org.dataferry.acceptance.guarantee;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.dataferry.acceptance.read.ExpectedEntity;
import org.dataferry.acceptance.read.ExpectedLinks;
import org.dataferry.acceptance.read.ExpectedLookup;
import org.dataferry.acceptance.read.Witness;

/**
 * The target has a row for each of the source, with the value that each mapped column should have, and no other row. Each
 * lookup holds the GUID of the row that it names, and the same rows are linked.
 */
public record TargetEqualsSource(Witness witness) implements Guarantee {

    @Override
    public void assertHolds() throws Exception {
        for (ExpectedEntity entity : witness.entities()) {
            Map<String, Map<String, String>> actual = new TreeMap<>();
            witness.actual(entity).forEach(row -> actual.put(row.get(entity.key()), row));
            Map<String, Map<String, String>> expected = witness.expected(entity);
            assertThat(actual.keySet())
                    .as("the keys of %s in the target", entity.entity())
                    .isEqualTo(expected.keySet());
            expected.forEach((key, row) -> assertThat(actual.get(key))
                    .as("%s %s", entity.entity(), key)
                    .isEqualTo(row));
        }
        for (ExpectedLookup lookup : ExpectedLookup.NORTHWIND) {
            assertThat(witness.actual(lookup))
                    .as("%s of %s", lookup.column(), lookup.entity())
                    .isEqualTo(witness.expected(lookup));
        }
        for (ExpectedLinks links : ExpectedLinks.NORTHWIND) {
            assertThat(witness.actual(links))
                    .as("links of %s", links.relationship())
                    .containsExactlyInAnyOrderElementsOf(witness.expected(links));
        }
    }
}
