package org.dataferry.transform.mapping.convert;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.dataferry.schemas.value.Value;

/**
 * Into DateOnly and DateTime columns. Dataverse stores dates from 1753-01-01 (Microsoft Learn, "Configure the behavior
 * and format of the date and time column") to 9999-12-31, and whole seconds: a fraction is cut.
 */
enum DateConversion implements Conversion {
    DATE_ONLY {
        @Override
        public Converted convert(Value value) {
            return value instanceof Value.Day day ? checked(day.value(), day) : Conversion.unexpected(value, "a date");
        }
    },

    TIME_ZONE_INDEPENDENT {
        @Override
        public Converted convert(Value value) {
            return switch (value) {
                case Value.Day day -> local(day.value().atStartOfDay());
                case Value.LocalMoment moment -> local(moment.value());
                case Value other -> Conversion.unexpected(other, "a date or a timestamp without time zone");
            };
        }

        private Converted local(LocalDateTime moment) {
            return checked(moment.toLocalDate(), new Value.LocalMoment(moment.truncatedTo(ChronoUnit.SECONDS)));
        }
    },

    USER_LOCAL {
        @Override
        public Converted convert(Value value) {
            return value instanceof Value.Moment moment
                    ? checked(
                            LocalDate.ofInstant(moment.value(), ZoneOffset.UTC),
                            new Value.Moment(moment.value().truncatedTo(ChronoUnit.SECONDS)))
                    : Conversion.unexpected(value, "a timestamp with time zone");
        }
    };

    private static final LocalDate FIRST = LocalDate.of(1753, 1, 1);
    private static final LocalDate LAST = LocalDate.of(9999, 12, 31);

    private static Converted checked(LocalDate date, Value value) {
        return date.isBefore(FIRST) || date.isAfter(LAST)
                ? Converted.outOfRange(
                        CanonicalText.of(date) + " is outside " + FIRST + " to " + LAST + ", which Dataverse stores")
                : Converted.taken(value);
    }
}
