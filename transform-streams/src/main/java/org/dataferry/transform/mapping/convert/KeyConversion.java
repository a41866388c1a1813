package org.dataferry.transform.mapping.convert;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.OptionalInt;
import org.dataferry.schemas.value.Value;
import org.dataferry.transform.mapping.type.SourceColumn;
import org.dataferry.transform.mapping.type.SourceType;

/**
 * Makes of a value of one column what a column of another table's primary key has for it, so that the row id that a
 * lookup names is the one that the named row has. Exact: a value that has no such counterpart is refused.
 */
public sealed interface KeyConversion {

    /** Converts one value that is neither null nor absent. Never throws for what the value is. */
    Converted convert(Value value);

    /** Empty if values of these columns cannot be compared without loss. */
    static Optional<KeyConversion> between(SourceColumn by, SourceColumn key) {
        SourceType from = by.type();
        SourceType to = key.type();
        if (from == SourceType.LIST || to == SourceType.LIST) {
            return Optional.empty();
        }
        if (from == SourceType.TEXT && to == SourceType.TEXT) {
            return Optional.of(
                    by.paddedTo().isEmpty() && key.paddedTo().isEmpty() ? new Same() : new Padded(key.paddedTo()));
        }
        if (from == to) {
            return Optional.of(new Same());
        }
        return switch (to) {
            case DECIMAL -> from == SourceType.WHOLE ? Optional.of(new ToDecimal()) : Optional.empty();
            case WHOLE -> from == SourceType.DECIMAL ? Optional.of(new ToWhole()) : Optional.empty();
            case UUID -> from == SourceType.TEXT ? Optional.of(new ToGuid()) : Optional.empty();
            case TEXT, FLOATING, BOOL, DATE, LOCAL_TIMESTAMP, TIMESTAMP, TIME, BYTES, LIST -> Optional.empty();
        };
    }

    /** {@code smallint} to {@code bigint}, {@code varchar(5)} to {@code text}: one type of ours. */
    record Same() implements KeyConversion {
        @Override
        public Converted convert(Value value) {
            return Converted.taken(value);
        }
    }

    /**
     * Where one side is {@code char(n)}: trailing blanks mean nothing to PostgreSQL in such a comparison, and its key has
     * them up to its length.
     *
     * @param length that of the key's column; empty where it is not padded
     */
    record Padded(OptionalInt length) implements KeyConversion {
        @Override
        public Converted convert(Value value) {
            if (!(value instanceof Value.Text(String text))) {
                return Conversion.unexpected(value, "a text");
            }
            int end = text.length();
            while (end > 0 && text.charAt(end - 1) == ' ') {
                end--;
            }
            String bare = text.substring(0, end);
            // As PostgreSQL counts: characters, not UTF-16 units.
            int missing = length.orElse(0) - bare.codePointCount(0, bare.length());
            return Converted.taken(Value.text(missing > 0 ? bare + " ".repeat(missing) : bare));
        }
    }

    record ToDecimal() implements KeyConversion {
        @Override
        public Converted convert(Value value) {
            return value instanceof Value.Whole(long number)
                    ? Converted.taken(new Value.Decimal(BigDecimal.valueOf(number)))
                    : Conversion.unexpected(value, "a whole number");
        }
    }

    record ToWhole() implements KeyConversion {
        @Override
        public Converted convert(Value value) {
            if (!(value instanceof Value.Decimal(BigDecimal number))) {
                return Conversion.unexpected(value, "a decimal number");
            }
            try {
                return Converted.taken(Value.whole(number.longValueExact()));
            } catch (ArithmeticException fraction) {
                return Converted.invalid(CanonicalText.of(number) + " is no whole number of 64 bits, as the key is");
            }
        }
    }

    record ToGuid() implements KeyConversion {
        @Override
        public Converted convert(Value value) {
            return value instanceof Value.Guid ? Converted.taken(value) : PlainConversion.GUID.convert(value);
        }
    }
}
