package org.dataferry.capture.rows;

import org.dataferry.schemas.change.SourceRow;
import org.dataferry.schemas.key.SourceKey;

/** A row of a table with a primary key. */
public record KeyedRow(SourceKey key, SourceRow row) {}
