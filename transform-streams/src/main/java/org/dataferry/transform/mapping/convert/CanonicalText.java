package org.dataferry.transform.mapping.convert;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;

/**
 * The one text of a value: ISO 8601 for dates and times, plain digits without exponent and trailing zeros for numbers.
 * Expressions and conversions write values alike.
 */
public final class CanonicalText {

    private CanonicalText() {}

    public static String of(BigDecimal number) {
        return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }

    /** The shortest digits that read back as the same number; {@code NaN} and {@code Infinity} as Java writes them. */
    public static String of(double number) {
        return Double.isFinite(number) ? of(BigDecimal.valueOf(number)) : Double.toString(number);
    }

    public static String of(LocalDate date) {
        return DateTimeFormatter.ISO_LOCAL_DATE.format(date);
    }

    /** Seconds always, a fraction only where there is one. */
    public static String of(LocalDateTime moment) {
        return DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(moment);
    }

    /** In UTC, with a {@code Z}. */
    public static String of(Instant moment) {
        return DateTimeFormatter.ISO_INSTANT.format(moment);
    }

    public static String of(LocalTime time) {
        return DateTimeFormatter.ISO_LOCAL_TIME.format(time);
    }
}
