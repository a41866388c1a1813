package org.dataferry.control.preview;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import org.dataferry.control.replay.ReplayStep;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.outcome.RejectionReason;

/** What the current mappings make of some rows, or why that cannot be said. */
public sealed interface Sample {

    /** @param rows in the order in which they would be sent; one for each row of the target that a source row makes */
    record Mapped(List<Row> rows) implements Sample {
        public Mapped {
            rows = List.copyOf(rows);
        }
    }

    /** @param why in words: such as that an end is away, or that a mapping is wrong */
    record Unknown(String why) implements Sample {}

    /** @param row of the target; for a link that is refused or none, the source row stands for it */
    record Row(ReplayStep step, RowId row, Result result) {}

    /** What one mapping makes of one source row. */
    sealed interface Result {

        /**
         * A row.
         *
         * @param columns that are other than the target has them, by the ledger; all where the target does not have the row.
         *     Of a row that merges with others, all that this source row says of it
         * @param merges whether other source rows have their say too
         */
        record Written(List<Column> columns, boolean merges) implements Result {
            public Written {
                columns = List.copyOf(columns);
            }
        }

        /** The link that is the row. */
        record Linked() implements Result {}

        /** The mapping leaves the row out; if the target has it, it is removed. */
        record LeftOut() implements Result {}

        /** The mapping refuses it again. Whether the target would refuse what is written, nobody knows before. */
        record Refused(RejectionReason reason, String detail) implements Result {}

        /** The source does not have the row any more: its delete is sent again. */
        record Gone() implements Result {}

        /** The log does not have its image any more, or it cannot be read. */
        record Unreadable() implements Result {}
    }

    /**
     * A column of the target. Lookups are told by the id of the row that they name.
     *
     * @param before as the target has it by the ledger; empty if it does not have the row, or that is not told
     */
    record Column(String name, Optional<JsonNode> before, JsonNode after) {}
}
