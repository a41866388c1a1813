package org.dataferry.schemas.key;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.HexFormat;

/**
 * Numbers as texts that sort as the numbers do.
 *
 * <p>A whole number is its digits after a letter for how many there are: {@code a} for one, {@code b} for two and so
 * on. A negative one counts down from {@code S} with each digit taken from nine. So 7 is {@code a7}, 10248 is
 * {@code e10248}, and -5 is {@code S4}.
 *
 * <p>A decimal is a sign, then the place of its first digit as a whole number, then its digits without trailing zeros.
 */
final class SortableNumber {

    private static final int MOST_DIGITS = 19;
    private static final char NEGATIVE = 'a';
    private static final char ZERO = 'm';
    private static final char POSITIVE = 'z';
    /** Ends the digits of a negative decimal: there the longer number is the smaller one. */
    private static final char NEGATIVE_END = '~';

    private SortableNumber() {}

    static String format(long number) {
        if (number >= 0) {
            String digits = Long.toString(number);
            return (char) ('a' + digits.length() - 1) + digits;
        }
        String digits = Long.toString(number).substring(1);
        return (char) ('S' - digits.length() + 1) + complement(digits);
    }

    static long parseWhole(String text) {
        if (text.length() < 2) {
            throw new IllegalArgumentException("a whole number is a letter and digits");
        }
        char first = text.charAt(0);
        String digits = text.substring(1);
        boolean negative = first <= 'S';
        int length = negative ? 'S' - first + 1 : first - 'a' + 1;
        if (length != digits.length() || length > MOST_DIGITS) {
            throw new IllegalArgumentException(
                    "the letter '" + first + "' does not fit " + digits.length() + " digits");
        }
        return Long.parseLong(negative ? "-" + complement(digits) : digits);
    }

    static String format(BigDecimal number) {
        if (number.signum() == 0) {
            return String.valueOf(ZERO);
        }
        BigDecimal plain = number.stripTrailingZeros();
        long place = (long) plain.precision() - plain.scale();
        String digits = plain.unscaledValue().abs().toString();
        return number.signum() > 0
                ? POSITIVE + format(place) + '.' + digits
                : NEGATIVE + format(-place) + '.' + complement(digits) + NEGATIVE_END;
    }

    static BigDecimal parseDecimal(String text) {
        if (text.equals(String.valueOf(ZERO))) {
            return BigDecimal.ZERO;
        }
        int dot = text.indexOf('.');
        if (dot < 2 || dot == text.length() - 1) {
            throw new IllegalArgumentException("a decimal is a sign, a place, a point and digits");
        }
        boolean negative = text.charAt(0) == NEGATIVE;
        long written = parseWhole(text.substring(1, dot));
        String digits = negative ? complement(text.substring(dot + 1, text.length() - 1)) : text.substring(dot + 1);
        long place = negative ? -written : written;
        BigDecimal magnitude = new BigDecimal(new BigInteger(digits), Math.toIntExact(digits.length() - place));
        return negative ? magnitude.negate() : magnitude;
    }

    /** IEEE 754 bits, turned so that they sort as unsigned numbers; -0.0 is 0.0, as PostgreSQL sees it. */
    static String format(double number) {
        long bits = Double.doubleToLongBits(number == 0 ? 0.0 : number);
        return HexFormat.of().toHexDigits(bits < 0 ? ~bits : bits ^ Long.MIN_VALUE);
    }

    static double parseFloating(String text) {
        long turned = HexFormat.fromHexDigitsToLong(text);
        return Double.longBitsToDouble(turned < 0 ? turned ^ Long.MIN_VALUE : ~turned);
    }

    private static String complement(String digits) {
        StringBuilder complemented = new StringBuilder(digits.length());
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                throw new IllegalArgumentException("'" + digits.charAt(i) + "' is not a digit");
            }
            complemented.append((char) ('9' - digit));
        }
        return complemented.toString();
    }
}
