package org.dataferry.sink.client.metadata;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** What a column can hold. */
public sealed interface ColumnType {
    /** @param format {@code Text}, {@code Email}, {@code Url}, {@code Phone}, … */
    record Text(int maxLength, String format) implements ColumnType {}

    record Memo(int maxLength) implements ColumnType {}

    record WholeNumber(long min, long max) implements ColumnType {}

    record BigNumber() implements ColumnType {}

    /** @param precision digits after the point */
    record DecimalNumber(int precision, BigDecimal min, BigDecimal max) implements ColumnType {}

    /** Binary floating point. */
    record FloatingNumber(int precision, BigDecimal min, BigDecimal max) implements ColumnType {}

    /** @param precision digits after the point, where the column itself says so and not the currency */
    record Money(int precision, BigDecimal min, BigDecimal max) implements ColumnType {}

    record TwoOptions() implements ColumnType {}

    /** @param global the name of the global choice whose options these are; empty if they are the column's own */
    record Choice(List<Option> options, Optional<String> global) implements ColumnType {
        public Choice(List<Option> options) {
            this(options, Optional.empty());
        }

        public Choice {
            options = List.copyOf(options);
        }
    }

    /** Several of the options; on the wire one text, such as {@code "1,9"}. */
    record Choices(List<Option> options) implements ColumnType {
        public Choices {
            options = List.copyOf(options);
        }
    }

    record State(List<Option> options) implements ColumnType {
        public State {
            options = List.copyOf(options);
        }
    }

    /** Each option belongs to one state. */
    record Status(List<Option> options) implements ColumnType {
        public Status {
            options = List.copyOf(options);
        }
    }

    /** @param dateOnly whether users see the date alone; only {@link DateBehavior#DATE_ONLY} also stores it alone */
    record DateTime(DateBehavior behavior, boolean dateOnly) implements ColumnType {}

    /** @param targets logical names; more than one makes it polymorphic */
    record Lookup(List<String> targets) implements ColumnType {
        public Lookup {
            targets = List.copyOf(targets);
        }
    }

    record UniqueIdentifier() implements ColumnType {}

    /** Written apart from its row. */
    record File(int maxKilobytes) implements ColumnType {}

    /** Written apart from its row. */
    record Image(int maxKilobytes) implements ColumnType {}

    /** Anything else: virtual and managed columns. Not written by a migration as a plain value. */
    record Other(String typeName) implements ColumnType {}

    /** @param state to which state a status option belongs */
    record Option(int value, String label, OptionalInt state) {
        public Option(int value, String label) {
            this(value, label, OptionalInt.empty());
        }
    }

    /** How a date column treats time zones. */
    enum DateBehavior {
        /** Stored in UTC. */
        USER_LOCAL("UserLocal"),
        /** The same digits for everybody. */
        TIME_ZONE_INDEPENDENT("TimeZoneIndependent"),
        /** A date without a time. */
        DATE_ONLY("DateOnly");

        private final String wireName;

        DateBehavior(String wireName) {
            this.wireName = wireName;
        }

        public String wireName() {
            return wireName;
        }

        static DateBehavior of(String wireName) {
            for (DateBehavior behavior : values()) {
                if (behavior.wireName.equals(wireName)) {
                    return behavior;
                }
            }
            return USER_LOCAL;
        }
    }
}
