package org.dataferry.capture.dump;

import java.math.BigDecimal;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;
import org.dataferry.capture.source.CanonicalType;
import org.dataferry.schemas.value.Value;

/**
 * What the texts of a column of a dump mean. Reading is strict: a text that is not wholly of the type is refused, never
 * rounded or cut. Blanks around a value that is no text mean nothing.
 */
public sealed interface DumpType {

    /**
     * @param text not a null of the dump
     * @throws IllegalArgumentException or {@link java.time.DateTimeException} if it is not of this type
     */
    Value read(String text);

    /** What its values are on our side. */
    CanonicalType canonical();

    /** As it is declared; {@link DumpTypes#parse} reads it back. */
    String text();

    /** Any text, as it is. */
    record Text() implements DumpType {
        @Override
        public Value read(String text) {
            return new Value.Text(text);
        }

        @Override
        public CanonicalType canonical() {
            return CanonicalType.TEXT;
        }

        @Override
        public String text() {
            return "text";
        }
    }

    /** Integers of up to 64 bits, without leading zeros: 007 is a text. */
    record Whole() implements DumpType {
        private static final Pattern FORM = Pattern.compile("0|-?[1-9][0-9]{0,18}");

        @Override
        public Value read(String text) {
            return new Value.Whole(Long.parseLong(matching(FORM, text)));
        }

        @Override
        public CanonicalType canonical() {
            return CanonicalType.INT64;
        }

        @Override
        public String text() {
            return "whole";
        }
    }

    /**
     * @param precision digits in all
     * @param scale digits after the point
     */
    record Decimal(int precision, int scale) implements DumpType {
        private static final int MOST_DIGITS = 38;
        private static final Pattern FORM = Pattern.compile("[+-]?[0-9]{1,60}(\\.[0-9]{0,60})?");

        public Decimal {
            if (precision < 1 || precision > MOST_DIGITS || scale < 0 || scale > precision) {
                throw new IllegalArgumentException("a decimal has 1 to " + MOST_DIGITS
                        + " digits, of which not more are after the point; got decimal(" + precision + "," + scale
                        + ")");
            }
        }

        @Override
        public Value read(String text) {
            BigDecimal number = new BigDecimal(matching(FORM, text));
            BigDecimal scaled = number.stripTrailingZeros();
            if (Math.max(scaled.scale(), 0) > scale || scaled.precision() - scaled.scale() > precision - scale) {
                throw new IllegalArgumentException("it has too many digits");
            }
            return new Value.Decimal(number);
        }

        @Override
        public CanonicalType canonical() {
            return CanonicalType.DECIMAL;
        }

        @Override
        public String text() {
            return "decimal(" + precision + "," + scale + ")";
        }
    }

    /** Binary floating-point numbers. */
    record Floating() implements DumpType {
        private static final Pattern FORM =
                Pattern.compile("[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]{1,3})?|NaN|[+-]?Infinity");

        @Override
        public Value read(String text) {
            return new Value.Floating(Double.parseDouble(matching(FORM, text)));
        }

        @Override
        public CanonicalType canonical() {
            return CanonicalType.FLOAT64;
        }

        @Override
        public String text() {
            return "floating";
        }
    }

    /** true and false, or their first letters, or 1 and 0, or yes and no; in small letters or capitals. */
    record Bool() implements DumpType {
        @Override
        public Value read(String text) {
            return switch (text.strip().toLowerCase(Locale.ROOT)) {
                case "true", "t", "1", "yes", "y" -> new Value.Bool(true);
                case "false", "f", "0", "no", "n" -> new Value.Bool(false);
                default -> throw new IllegalArgumentException("it is neither true nor false");
            };
        }

        @Override
        public CanonicalType canonical() {
            return CanonicalType.BOOLEAN;
        }

        @Override
        public String text() {
            return "bool";
        }
    }

    /** @param pattern as {@link java.time.format.DateTimeFormatter} takes it; empty for 2024-12-31 */
    record Day(String pattern) implements DumpType {
        public Day {
            Moments.requireDates(pattern);
        }

        @Override
        public Value read(String text) {
            return new Value.Day(Moments.day(pattern, text.strip()));
        }

        @Override
        public CanonicalType canonical() {
            return CanonicalType.DATE;
        }

        @Override
        public String text() {
            return pattern.isEmpty() ? "date" : "date(" + pattern + ")";
        }
    }

    /**
     * A date and time without zone.
     *
     * @param pattern as {@link java.time.format.DateTimeFormatter} takes it; empty for 2024-12-31 23:59:59
     */
    record LocalMoment(String pattern) implements DumpType {
        public LocalMoment {
            Moments.requireMoments(pattern);
        }

        @Override
        public Value read(String text) {
            return new Value.LocalMoment(Moments.local(pattern, text.strip()));
        }

        @Override
        public CanonicalType canonical() {
            return CanonicalType.TIMESTAMP;
        }

        @Override
        public String text() {
            return pattern.isEmpty() ? "timestamp" : "timestamp(" + pattern + ")";
        }
    }

    /** A point in time: date, time and offset, 2024-12-31T23:59:59+01:00. */
    record Moment() implements DumpType {
        @Override
        public Value read(String text) {
            OffsetDateTime moment = Moments.offset(text.strip());
            return new Value.Moment(moment.toInstant());
        }

        @Override
        public CanonicalType canonical() {
            return CanonicalType.INSTANT;
        }

        @Override
        public String text() {
            return "instant";
        }
    }

    /** A time of day, 23:59 or 23:59:59.5. */
    record TimeOfDay() implements DumpType {
        @Override
        public Value read(String text) {
            return new Value.TimeOfDay(LocalTime.parse(text.strip()));
        }

        @Override
        public CanonicalType canonical() {
            return CanonicalType.TIME;
        }

        @Override
        public String text() {
            return "time";
        }
    }

    record Guid() implements DumpType {
        private static final Pattern FORM = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

        @Override
        public Value read(String text) {
            return new Value.Guid(UUID.fromString(matching(FORM, text)));
        }

        @Override
        public CanonicalType canonical() {
            return CanonicalType.UUID_VALUE;
        }

        @Override
        public String text() {
            return "uuid";
        }
    }

    private static String matching(Pattern form, String text) {
        String stripped = text.strip();
        if (!form.matcher(stripped).matches()) {
            throw new IllegalArgumentException("it is not of that form");
        }
        return stripped;
    }
}
