package org.dataferry.control.replay;

import java.util.HexFormat;
import java.util.stream.Collectors;
import org.dataferry.schemas.key.SourceKey;
import org.dataferry.schemas.key.SourceTable;
import org.dataferry.schemas.value.Value;

/** A source row that can be chosen. */
public record ReplayRow(SourceTable table, SourceKey key) {

    /** Between the values of a composite key in its plain form. */
    private static final String COMMA = ",";

    /**
     * Whether a text that somebody has written means this row: the canonical text of the key, or its plain form, such as
     * {@code ALFKI}, or {@code 10248,42} for a composite one.
     */
    boolean isMeantBy(String text) {
        return key.text().equals(text) || plain().equals(text);
    }

    /** The key as people write it: its values, with commas between them. */
    public String plain() {
        return key.components().stream().map(ReplayRow::plain).collect(Collectors.joining(COMMA));
    }

    private static String plain(Value value) {
        return switch (value) {
            case Value.Text(String text) -> text;
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
        };
    }
}
