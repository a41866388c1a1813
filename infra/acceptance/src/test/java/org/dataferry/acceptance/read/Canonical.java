package org.dataferry.acceptance.read;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** One text for a value, wherever it was read; null is the word itself, and no text of the tests' data. */
public final class Canonical {

    private static final String NULL = "(null)";

    private Canonical() {}

    public static String of(JsonNode value) {
        if (value.isNull() || value.isMissingNode()) {
            return NULL;
        }
        return value.isNumber() ? number(new BigDecimal(value.asText())) : value.asText();
    }

    /** @param value of JDBC or Avro; of the numbers any, of the rest only what is its own text */
    public static String of(@Nullable Object value) {
        return switch (value) {
            case null -> NULL;
            case Number number -> number(new BigDecimal(number.toString()));
            default -> value.toString();
        };
    }

    private static String number(BigDecimal number) {
        return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }
}
