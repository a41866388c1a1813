package org.dataferry.capture.source;

import java.util.OptionalInt;

/**
 * A column.
 *
 * @param name as PostgreSQL stores it
 * @param sqlType as PostgreSQL writes it, say {@code numeric(10,2)}
 * @param type what its values are on our side
 * @param nullable false for NOT NULL, also by way of a domain
 * @param generated GENERATED ALWAYS AS … (expression): PostgreSQL's logical decoding does not send it by default
 * @param length characters or bits, where limited
 * @param blankPadded {@code char(n)}: PostgreSQL fills its texts up to the length with blanks that mean nothing
 * @param precision digits of a numeric with a precision
 * @param scale digits after the point of such a numeric; may be negative
 */
public record SourceColumn(
        String name,
        String sqlType,
        CanonicalType type,
        boolean nullable,
        boolean generated,
        OptionalInt length,
        boolean blankPadded,
        OptionalInt precision,
        OptionalInt scale) {}
