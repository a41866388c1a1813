package org.dataferry.control.verify;

import java.util.Map;
import java.util.Optional;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.key.SourceKey;
import org.dataferry.schemas.key.SourceTable;
import org.dataferry.schemas.outcome.RejectionReason;

/**
 * A row or link as the source wants it.
 *
 * @param table of the source row that makes it
 * @param key of that row
 * @param version another one whenever that row was written, even with the same values; empty where nobody tells
 */
record WantedRow(RowId row, SourceTable table, SourceKey key, Content content, String version) {

    /** Of source rows that tell no version, or of several. */
    WantedRow(RowId row, SourceTable table, SourceKey key, Content content) {
        this(row, table, key, content, "");
    }

    /** What the mapping makes of the source row. */
    sealed interface Content {

        /** @param fields canonical text by logical name; empty for null. Of a lookup it is the text of the row id */
        record Fields(Map<String, Optional<String>> fields) implements Content {
            public Fields {
                fields = Map.copyOf(fields);
            }
        }

        /** The row is in the source, and the mapping can make nothing of it. */
        record Refused(RejectionReason reason, String detail) implements Content {}

        /** The target is not to have it: the filter leaves it out, or an end of a link is empty. */
        record LeftOut() implements Content {}
    }
}
