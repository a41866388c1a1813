package org.dataferry.schemas.value;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.dataferry.schemas.SchemasException;

/**
 * A typed value of a column, at the source or at the target.
 *
 * <p>{@link Null} is a value that says "empty"; {@link Absent} says that the value is not known here, as for a large
 * column that a change did not touch. They are never the same thing: a null clears a column, an absent one leaves it.
 */
public sealed interface Value {

    /** Known to be empty. */
    record Null() implements Value {}

    /** Not carried by this change; the last known value still stands. */
    record Absent() implements Value {}

    /**
     * There is a value, of so many bytes, and it is too large to travel.
     *
     * @param bytes its size
     */
    record Withheld(long bytes) implements Value {}

    record Text(String value) implements Value {}

    /** Any integer up to 64 bits. */
    record Whole(long value) implements Value {}

    /** An exact decimal. {@code 1.0} and {@code 1.00} are the same value: the scale is not part of it. */
    record Decimal(BigDecimal value) implements Value {
        public Decimal {
            value = value.signum() == 0 ? BigDecimal.ZERO : value.stripTrailingZeros();
        }
    }

    /** A binary floating-point number, NaN and the infinities included. Minus zero is zero, as in every comparison. */
    record Floating(double value) implements Value {
        public Floating {
            value = value == 0 ? 0.0 : value;
        }
    }

    record Bool(boolean value) implements Value {}

    /** A calendar date without time or zone. */
    record Day(LocalDate value) implements Value {}

    /** A date and time without zone, in microseconds; what is finer is cut off. */
    record LocalMoment(LocalDateTime value) implements Value {
        public LocalMoment {
            value = value.truncatedTo(ChronoUnit.MICROS);
            requireInMicros(value.toInstant(ZoneOffset.UTC));
        }
    }

    /** A point in time, in microseconds; what is finer is cut off. */
    record Moment(Instant value) implements Value {
        public Moment {
            value = value.truncatedTo(ChronoUnit.MICROS);
            requireInMicros(value);
        }
    }

    /** A time of day without date or zone, in microseconds; what is finer is cut off. */
    record TimeOfDay(LocalTime value) implements Value {
        public TimeOfDay {
            value = value.truncatedTo(ChronoUnit.MICROS);
        }
    }

    record Guid(UUID value) implements Value {}

    /** Raw bytes; two are equal when their content is. */
    record Bytes(byte[] value) implements Value {
        public Bytes {
            value = value.clone();
        }

        @Override
        public byte[] value() {
            return value.clone();
        }

        public int length() {
            return value.length;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Bytes bytes && Arrays.equals(value, bytes.value);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(value);
        }

        @Override
        public String toString() {
            return "Bytes[" + HexFormat.of().formatHex(value, 0, Math.min(16, value.length)) + ", length="
                    + value.length + "]";
        }
    }

    /** An ordered list, such as a PostgreSQL array. */
    record Many(List<Value> values) implements Value {
        public Many {
            values = List.copyOf(values);
        }
    }

    Null NULL = new Null();
    Absent ABSENT = new Absent();

    /** True for a value that is neither null nor absent. */
    default boolean isPresent() {
        return !(this instanceof Null) && !(this instanceof Absent);
    }

    private static void requireInMicros(Instant moment) {
        try {
            EpochMicros.of(moment);
        } catch (ArithmeticException tooFar) {
            throw new SchemasException(moment + " is too far from 1970 to be counted in microseconds", tooFar);
        }
    }

    static Value text(String value) {
        return new Text(value);
    }

    static Value whole(long value) {
        return new Whole(value);
    }

    static Value decimal(String value) {
        return new Decimal(new BigDecimal(value));
    }
}
