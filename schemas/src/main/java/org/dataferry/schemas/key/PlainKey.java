package org.dataferry.schemas.key;

import java.util.HexFormat;
import java.util.stream.Collectors;
import org.dataferry.schemas.value.Value;

/**
 * Keys as people write them, in messages and lists. Programs have the canonical text: two keys may share a plain
 * one, as {@code 5} is a number and a text.
 */
public final class PlainKey {

    /** Between the values of a composite key. */
    private static final String COMMA = ",";

    private PlainKey() {}

    /**
     * The values of a key in the order of its columns, such as {@code ALFKI} or {@code 10248,2026-02-04}; days and moments
     * as in ISO 8601. Without the blanks that fill a {@code char(n)}: a key does not end in blanks that mean something.
     */
    public static String of(SourceKey key) {
        return key.components().stream().map(PlainKey::of).collect(Collectors.joining(COMMA));
    }

    private static String of(Value value) {
        return switch (value) {
            case Value.Text(String text) -> text.stripTrailing();
            case Value.Whole(long number) -> Long.toString(number);
            case Value.Decimal(var number) -> number.toPlainString();
            case Value.Floating(double number) -> Double.toString(number);
            case Value.Bool(boolean bool) -> Boolean.toString(bool);
            case Value.Day(var day) -> day.toString();
            case Value.LocalMoment(var moment) -> moment.toString();
            case Value.Moment(var moment) -> moment.toString();
            case Value.TimeOfDay(var time) -> time.toString();
            case Value.Guid(var guid) -> guid.toString();
            case Value.Bytes bytes -> HexFormat.of().formatHex(bytes.value());
            case Value.Null never -> throw new IllegalStateException("no key has it: " + never);
            case Value.Absent never -> throw new IllegalStateException("no key has it: " + never);
            case Value.Many never -> throw new IllegalStateException("no key has it: " + never);
            case Value.Withheld never -> throw new IllegalStateException("no key has it: " + never);
        };
    }
}
