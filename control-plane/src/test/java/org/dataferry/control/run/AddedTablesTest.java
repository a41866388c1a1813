package org.dataferry.control.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.dataferry.schemas.control.RowDifference;
import org.dataferry.schemas.control.SourceEvent.ResnapshotAsked;
import org.dataferry.schemas.control.SourceEvent.Resnapshotted;
import org.dataferry.schemas.control.SourceEvent.Resnapshotted.Step;
import org.dataferry.schemas.key.SourceTable;
import org.junit.jupiter.api.Test;

class AddedTablesTest {

    private static final SourceTable TABLE = new SourceTable("erp", "public", "lines");

    @Test
    void areThoseThatCaptureItselfHasAskedForAndThatAreNotDone() {
        assertThat(AddedTables.of(List.of(asked("capture")))).containsExactly(TABLE);
        assertThat(AddedTables.of(List.of(step(Step.COUNTED), asked("capture"))))
                .containsExactly(TABLE);
        assertThat(AddedTables.of(List.of(step(Step.PUBLISHED), asked("capture"))))
                .isEmpty();
        assertThat(AddedTables.of(List.of(asked("ann"))))
                .as("nobody waits for what people ask")
                .isEmpty();
    }

    private static ResnapshotAsked asked(String by) {
        return new ResnapshotAsked(TABLE, "1", "", 0, by, "why", Instant.EPOCH);
    }

    private static Resnapshotted step(Step step) {
        return new Resnapshotted(TABLE, "1", step, RowDifference.NONE, "", "capture", "", Instant.EPOCH);
    }
}
