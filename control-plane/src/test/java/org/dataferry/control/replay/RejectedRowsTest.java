package org.dataferry.control.replay;

import static org.assertj.core.api.Assertions.assertThat;

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

class RejectedRowsTest {

    private static final SourceTable TABLE = new SourceTable("erp", "public", "customers");
    private static final Outcome APPLIED = new Outcome.Applied(Outcome.Effect.UPDATED);
    private static final Outcome REJECTED = new Outcome.Rejected(RejectionReason.VALUE_TOO_LONG, "name");

    private final RejectedRows rows = new RejectedRows();

    @Test
    void areThoseWhoseLastWriteWasRejected() {
        read(change("A", 1), row("A"), REJECTED);
        read(change("B", 1), row("B"), REJECTED);
        read(change("B", 2), row("B"), APPLIED);
        read(change("C", 1), row("C"), APPLIED);

        assertThat(rows.rows()).containsExactly(source("A"));
    }

    @Test
    void stayRejectedWhenAnOlderWriteIsAppliedLate() {
        read(change("A", 1), row("A"), new Outcome.Parked(row("B")));
        read(change("A", 2), row("A"), REJECTED);
        read(change("A", 1), row("A"), APPLIED);

        assertThat(rows.rows()).containsExactly(source("A"));
    }

    @Test
    void areMendedByAReplay() {
        read(change("A", 2), row("A"), REJECTED);
        read(new Cause.OfReplay("r"), row("A"), APPLIED);

        assertThat(rows.rows()).isEmpty();
    }

    @Test
    void countWhereOnePartOfTheRowWasRejected() {
        read(new WriteId(change("A", 1), row("A"), Part.LOOKUP, "parentid"), REJECTED);
        read(change("A", 1), row("A"), APPLIED);

        assertThat(rows.rows()).containsExactly(source("A"));
    }

    @Test
    void areFoundForLinksByTheChangeThatMadeThem() {
        RowId link = new RowId.Link("contact_account", row("A"), row("B"));
        read(new WriteId(change("AB", 1), link, Part.LINK), new Outcome.Parked(row("A")));
        read(new WriteId(new Cause.OfReplay("r"), link, Part.LINK), REJECTED);

        assertThat(rows.rows()).containsExactly(source("AB"));
    }

    private void read(Cause cause, RowId row, Outcome outcome) {
        read(new WriteId(cause, row, Part.ROW), outcome);
    }

    private void read(WriteId write, Outcome outcome) {
        rows.read(new RecordedOutcome(write, 1, outcome, RecordedOutcome.Stage.SINK, Instant.EPOCH));
    }

    private static ReplayRow source(String key) {
        return new ReplayRow(TABLE, SourceKey.of(new Value.Text(key)));
    }

    private static Cause change(String key, long lsn) {
        return new Cause.OfChange(
                new ChangeId("nw", TABLE, SourceKey.of(new Value.Text(key)), new SourcePosition.InLog(1, lsn, lsn, 0)));
    }

    private static RowId row(String key) {
        return new RowId.OfSource("account", TABLE, SourceKey.of(new Value.Text(key)));
    }
}
