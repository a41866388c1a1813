package org.dataferry.capture.resnapshot;

import static org.assertj.core.api.Assertions.assertThat;

import org.dataferry.schemas.control.RowDifference;
import org.junit.jupiter.api.Test;

/** How many rows may be deleted when a table is read again. */
class DeleteLimitTest {

    private final DeleteLimit limit = new DeleteLimit(5);

    @Test
    void letsAShareOfWhatTheLogHasGo() {
        assertThat(limit.objection(deleting(5, 100), 0)).isEmpty();
        assertThat(limit.objection(deleting(6, 100), 0)).isPresent();
        assertThat(limit.objection(deleting(0, 0), 0)).isEmpty();
    }

    @Test
    void roundsTheShareDown() {
        assertThat(limit.objection(deleting(1, 19), 0)).isPresent();
        assertThat(limit.objection(deleting(1, 20), 0)).isEmpty();
    }

    @Test
    void letsAsManyGoAsSomebodyAccepted() {
        assertThat(limit.objection(deleting(60, 100), 60)).isEmpty();
        assertThat(limit.objection(deleting(61, 100), 60))
                .contains(
                        "61 of 100 rows would be deleted, which is more than 5 % and more than the 60 that were accepted."
                                + " Nothing was published. If they are gone for good, ask again with --accept-deletes 61");
    }

    @Test
    void letsTheShareGoAlsoWhereFewerWereAccepted() {
        assertThat(limit.objection(deleting(5, 100), 2)).isEmpty();
    }

    @Test
    void letsNothingGoWhereNothingMay() {
        assertThat(new DeleteLimit(0).objection(deleting(1, 1_000_000), 0)).isPresent();
        assertThat(new DeleteLimit(100).objection(deleting(1_000, 1_000), 0)).isEmpty();
    }

    private static RowDifference deleting(long deleted, long known) {
        return new RowDifference(known, known - deleted, 0, 0, deleted);
    }
}
