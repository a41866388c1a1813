package org.dataferry.transform.mapping.type;

import java.util.OptionalInt;

/**
 * A column of a source table.
 *
 * @param paddedTo the length up to which PostgreSQL fills the texts of a {@code char(n)} with blanks; such blanks arrive
 *     with the text, and mean nothing
 */
public record SourceColumn(String name, SourceType type, boolean nullable, OptionalInt paddedTo) {

    public SourceColumn(String name, SourceType type, boolean nullable) {
        this(name, type, nullable, OptionalInt.empty());
    }
}
