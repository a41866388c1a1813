package org.dataferry.capture.convert;

import java.util.Set;

/**
 * Which columns of {@code before} PostgreSQL really sends: that depends on the table's replica identity. For the others
 * Debezium makes values up ({@code 0}, empty text) where the column is NOT NULL, so they must be known and dropped.
 */
public sealed interface BeforeImage {

    /** REPLICA IDENTITY FULL: every column. */
    record Complete() implements BeforeImage {}

    /** REPLICA IDENTITY DEFAULT or USING INDEX: the columns of the primary key, or of that index. */
    record OnlyColumns(Set<String> columns) implements BeforeImage {
        public OnlyColumns {
            columns = Set.copyOf(columns);
        }
    }
}
