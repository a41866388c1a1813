package org.dataferry.transform.mapping.cel;

import dev.cel.common.values.CelByteString;
import dev.cel.common.values.NullValue;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.dataferry.schemas.value.Value;

/** Our values as the objects that CEL computes with, and back. */
final class CelValues {

    private CelValues() {}

    static Object of(Value value) {
        return switch (value) {
            case Value.Null nothing -> NullValue.NULL_VALUE;
            case Value.Absent unknown -> throw new IllegalArgumentException("an absent value has no form in CEL");
            case Value.Text text -> text.value();
            case Value.Whole whole -> whole.value();
            case Value.Decimal decimal -> new Exact(decimal.value());
            case Value.Floating floating -> floating.value();
            case Value.Bool bool -> bool.value();
            case Value.Day day -> day.value();
            case Value.LocalMoment moment -> moment.value();
            case Value.Moment moment -> moment.value();
            case Value.TimeOfDay time -> time.value();
            case Value.Guid guid -> guid.value().toString();
            case Value.Bytes bytes -> CelByteString.of(bytes.value());
            case Value.Withheld never -> throw new IllegalArgumentException("a withheld value has no form in CEL");
            case Value.Many many -> many.values().stream().map(CelValues::of).toList();
        };
    }

    static Value from(Object result) {
        return switch (result) {
            case NullValue nothing -> Value.NULL;
            case String text -> new Value.Text(text);
            case Long whole -> new Value.Whole(whole);
            case Exact decimal -> new Value.Decimal(decimal.number());
            case Double floating -> new Value.Floating(floating);
            case Boolean bool -> new Value.Bool(bool);
            case LocalDate date -> new Value.Day(date);
            case LocalDateTime moment -> new Value.LocalMoment(moment);
            // As in the source: microseconds.
            case Instant moment -> new Value.Moment(moment.truncatedTo(ChronoUnit.MICROS));
            case LocalTime time -> new Value.TimeOfDay(time);
            case CelByteString bytes -> new Value.Bytes(bytes.toByteArray());
            case List<?> many ->
                new Value.Many(many.stream().map(CelValues::from).toList());
            default ->
                throw new ExpressionFault(
                        "the result is a " + result.getClass().getSimpleName() + ", which no column holds");
        };
    }
}
