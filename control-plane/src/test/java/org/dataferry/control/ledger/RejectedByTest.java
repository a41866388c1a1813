package org.dataferry.control.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Instant;
import org.dataferry.schemas.change.ChangeId;
import org.dataferry.schemas.change.SourcePosition;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.key.SourceKey;
import org.dataferry.schemas.key.SourceTable;
import org.dataferry.schemas.outcome.Outcome;
import org.dataferry.schemas.outcome.RecordedOutcome;
import org.dataferry.schemas.outcome.RejectionReason;
import org.dataferry.schemas.value.Value;
import org.dataferry.schemas.write.Cause;
import org.dataferry.schemas.write.Part;
import org.dataferry.schemas.write.WriteId;
import org.junit.jupiter.api.Test;

class RejectedByTest {

    private static final SourceTable TABLE = new SourceTable("erp", "public", "customers");
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final Outcome TOO_LONG = new Outcome.Rejected(RejectionReason.VALUE_TOO_LONG, "too long");
    private static final Outcome LOST = new Outcome.Rejected(RejectionReason.ROW_LOST, "lost");
    private static final Outcome UPDATED = new Outcome.Applied(Outcome.Effect.UPDATED);
    private static final Outcome DELETED = new Outcome.Applied(Outcome.Effect.DELETED);

    private static final RowId MERGED = new RowId.Merged("account", "byName", SourceKey.of(new Value.Text("acme")));

    private final RejectedBy rejected = new RejectedBy(new Waivers());

    @Test
    void forgetsARowThatALaterChangeMends() {
        record(changed("A", 1), TOO_LONG);
        record(changed("B", 2), TOO_LONG);
        record(changed("A", 3), UPDATED);

        assertThat(rejected.rows("account")).isEqualTo(1);
        assertThat(rejected.all())
                .containsExactly(new Rejections(RejectionReason.VALUE_TOO_LONG, 1, 0, own("B").text(), "too long"));
    }

    @Test
    void forgetsARowThatIsDeletedAtTheSource() {
        record(changed("A", 1), TOO_LONG);
        record(changed("A", 2), new Outcome.Skipped(Outcome.SkipReason.NO_CHANGE));

        assertThat(rejected.rows("account")).isZero();
        assertThat(rejected.all()).isEmpty();
    }

    @Test
    void forgetsARowThatAReplayBrought() {
        record(changed("A", 1), TOO_LONG);
        record(new WriteId(new Cause.OfReplay("r1"), own("A"), Part.ROW), UPDATED);

        assertThat(rejected.all()).isEmpty();
    }

    @Test
    void keepsARowOfWhichAnOlderWriteEndsLater() {
        record(changed("A", 2), TOO_LONG);
        record(changed("A", 1), UPDATED);

        assertThat(rejected.rows("account")).isEqualTo(1);
    }

    @Test
    void countsARowOnceHoweverOftenItIsRefused() {
        record(changed("A", 1), TOO_LONG);
        record(changed("A", 2), TOO_LONG);
        record(changed("A", 3), LOST);
        record(new WriteId(cause("A", 3), own("A"), Part.STATE), LOST);

        assertThat(rejected.rows("account")).isEqualTo(1);
        assertThat(rejected.all())
                .containsExactly(new Rejections(RejectionReason.ROW_LOST, 1, 0, own("A").text(), "lost"));
    }

    @Test
    void keepsARowOfWhichAnotherPartIsRefusedUntilTheRowIsDeleted() {
        record(new WriteId(cause("A", 1), own("A"), Part.LOOKUP, "parentid"), TOO_LONG);
        record(changed("A", 2), UPDATED);
        assertThat(rejected.rows("account")).isEqualTo(1);

        record(changed("A", 3), DELETED);
        assertThat(rejected.rows("account")).isZero();
    }

    @Test
    void forgetsAllPartsOfARowThatItsDeleteFindsGone() {
        record(new WriteId(cause("A", 1), own("A"), Part.LOOKUP, "parentid"), TOO_LONG);
        record(changed("A", 2), new Outcome.AlreadyApplied(false));
        assertThat(rejected.rows("account")).isEqualTo(1);

        record(changed("A", 3), new Outcome.AlreadyApplied(true));
        assertThat(rejected.rows("account")).isZero();
    }

    @Test
    void forgetsASourceRowThatIsSaidToGoOnInAnotherRow() {
        record(changed("A", 1), TOO_LONG);
        record(new WriteId(cause("A", 2), MERGED, Part.ROW), UPDATED);
        assertThat(rejected.rows("account")).isEqualTo(1);

        record(
                new WriteId(new Cause.OfReplay("r1"), own("A"), Part.ROW),
                new Outcome.Skipped(Outcome.SkipReason.IN_ANOTHER_ROW));

        assertThat(rejected.rows("account")).isZero();
        assertThat(rejected.all()).isEmpty();
    }

    @Test
    void forgetsAMergedRowThatALaterWordMendsThoughItIsOfAnEarlierChangeOfAnotherSourceRow() {
        record(new WriteId(cause("A", 9), MERGED, Part.ROW), TOO_LONG);
        record(new WriteId(cause("B", 1), MERGED, Part.ROW), UPDATED);

        assertThat(rejected.rows("account")).isZero();
    }

    @Test
    void keepsTheRefusalOfANewerChangeWhileOneOfAnOlderIsRefusedAndMended() {
        record(changed("A", 5), LOST);
        record(changed("A", 4), TOO_LONG);
        record(changed("A", 4), UPDATED);

        assertThat(rejected.all())
                .extracting(Rejections::reason, Rejections::rows)
                .containsExactly(tuple(RejectionReason.ROW_LOST, 1L));
    }

    private void record(WriteId write, Outcome outcome) {
        rejected.recorded(new RecordedOutcome(write, 1, outcome, RecordedOutcome.Stage.SINK, NOON));
    }

    private static WriteId changed(String key, long lsn) {
        return new WriteId(cause(key, lsn), own(key), Part.ROW);
    }

    private static Cause cause(String key, long lsn) {
        return new Cause.OfChange(
                new ChangeId("nw", TABLE, SourceKey.of(new Value.Text(key)), new SourcePosition.InLog(1, lsn, lsn, 0)));
    }

    private static RowId own(String key) {
        return new RowId.OfSource("account", TABLE, SourceKey.of(new Value.Text(key)));
    }
}
