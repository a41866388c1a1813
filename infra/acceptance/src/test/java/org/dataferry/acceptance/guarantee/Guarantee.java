package org.dataferry.acceptance.guarantee;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.dataferry.acceptance.read.Witness;

/** Something that Ferry promises. To be asked when a run has caught up and nothing moves. */
public sealed interface Guarantee
        permits LedgerBalances, NoChangeIsLost, NoRowTwice, OneOutcomePerWrite, TargetEqualsSource {

    /** Throws an {@link AssertionError} that says what is wrong. */
    void assertHolds() throws Exception;

    /**
     * All of them.
     *
     * @param status as {@code ferry status --json} tells it
     */
    static void assertAllHold(Witness witness, JsonNode status) throws Exception {
        List<Guarantee> all = List.of(
                new NoChangeIsLost(witness),
                new OneOutcomePerWrite(witness.log()),
                new LedgerBalances(status),
                new NoRowTwice(witness),
                new TargetEqualsSource(witness));
        for (Guarantee guarantee : all) {
            guarantee.assertHolds();
        }
    }
}
