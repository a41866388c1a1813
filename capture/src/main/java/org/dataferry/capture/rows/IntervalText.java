package org.dataferry.capture.rows;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.dataferry.schemas.value.Value;

/** Intervals: PostgreSQL's style ISO 8601 leaves out the parts that are zero; a mapping is given all of them. */
final class IntervalText {

    private static final Pattern ISO = Pattern.compile(
            "P(?:(-?\\d+)Y)?(?:(-?\\d+)M)?(?:(-?\\d+)D)?" + "(?:T(?:(-?\\d+)H)?(?:(-?\\d+)M)?(?:(-?[\\d.]+)S)?)?");

    private IntervalText() {}

    static Value read(String text) {
        Matcher parts = ISO.matcher(text);
        if (!parts.matches()) {
            // Infinity, since PostgreSQL 17.
            return Value.text(text);
        }
        BigDecimal seconds = new BigDecimal(part(parts, 6));
        return Value.text("P" + part(parts, 1) + "Y" + part(parts, 2) + "M" + part(parts, 3) + "DT" + part(parts, 4)
                + "H" + part(parts, 5) + "M"
                + (seconds.signum() == 0 ? "0" : seconds.stripTrailingZeros().toPlainString()) + "S");
    }

    private static String part(Matcher parts, int group) {
        return Optional.ofNullable(parts.group(group)).orElse("0");
    }
}
