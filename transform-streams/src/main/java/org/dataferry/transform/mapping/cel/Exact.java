package org.dataferry.transform.mapping.cel;

import java.math.BigDecimal;

/**
 * A decimal within an expression, in the one form of its value. A type of its own, as CEL's equality knows only its own
 * kinds of {@link Number}.
 */
record Exact(BigDecimal number) {

    /** Digits before and after the point; PostgreSQL's own limit is beyond any column of Dataverse. */
    static final int MOST_DIGITS = 100;

    Exact {
        if (number.precision() > MOST_DIGITS || Math.abs((long) number.scale()) > MOST_DIGITS) {
            throw new ExpressionFault("a decimal of more than " + MOST_DIGITS + " digits");
        }
        number = number.signum() == 0 ? BigDecimal.ZERO : number.stripTrailingZeros();
    }

    static Exact of(long whole) {
        return new Exact(BigDecimal.valueOf(whole));
    }
}
