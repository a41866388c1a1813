package org.dataferry.capture.rows;

import org.dataferry.schemas.change.SourceRow;
import org.dataferry.schemas.key.SourceKey;

/**
 * A row of a table with a primary key.
 *
 * @param version another one whenever the row was written, even with the same values; empty where the source does not tell
 */
public record KeyedRow(SourceKey key, SourceRow row, String version) {

    /** Of a source that does not tell versions. */
    public KeyedRow(SourceKey key, SourceRow row) {
        this(key, row, "");
    }
}
