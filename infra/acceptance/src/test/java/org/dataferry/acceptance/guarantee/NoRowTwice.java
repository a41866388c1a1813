package org.dataferry.acceptance.guarantee;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.dataferry.acceptance.read.ExpectedEntity;
import org.dataferry.acceptance.read.Witness;

/** No two rows of the target are made of the same row of the source. */
public record NoRowTwice(Witness witness) implements Guarantee {

    @Override
    public void assertHolds() throws Exception {
        for (ExpectedEntity entity : witness.entities()) {
            List<String> keys = witness.actual(entity).stream()
                    .map(row -> row.get(entity.key()))
                    .toList();
            assertThat(keys).as("keys of %s in the target", entity.entity()).doesNotHaveDuplicates();
        }
    }
}
