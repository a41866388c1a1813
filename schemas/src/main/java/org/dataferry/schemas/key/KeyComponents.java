package org.dataferry.schemas.key;

import static org.dataferry.schemas.key.Escaping.COMPONENT_SEPARATOR;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.dataferry.schemas.value.EpochMicros;
import org.dataferry.schemas.value.Value;

/**
 * The one codec of key components: a letter for the type, then a text that sorts as the values of that type do.
 *
 * <p>Each component text is free of both separators of {@link Escaping}.
 */
final class KeyComponents {

    private KeyComponents() {}

    static String format(List<Value> components) {
        StringBuilder text = new StringBuilder();
        for (Value component : components) {
            if (!text.isEmpty()) {
                text.append(COMPONENT_SEPARATOR);
            }
            text.append(format(component));
        }
        return text.toString();
    }

    static List<Value> parse(String text) {
        List<Value> components = new ArrayList<>();
        int start = 0;
        for (int end = text.indexOf(COMPONENT_SEPARATOR); end >= 0; end = text.indexOf(COMPONENT_SEPARATOR, start)) {
            components.add(parseOne(text.substring(start, end)));
            start = end + 1;
        }
        components.add(parseOne(text.substring(start)));
        return components;
    }

    static void requireUsable(Value component) {
        switch (component) {
            case Value.Null ignored ->
                throw new KeyFormatException("a key component is null; a key has a value in each column");
            case Value.Absent ignored ->
                throw new KeyFormatException("a key component is absent; a key is always carried whole");
            case Value.Many ignored -> throw new KeyFormatException("an array cannot be part of a key");
            case Value.Withheld ignored -> throw new KeyFormatException("what did not travel cannot be part of a key");
            case Value.Text ignored -> {}
            case Value.Whole ignored -> {}
            case Value.Decimal ignored -> {}
            case Value.Floating ignored -> {}
            case Value.Bool ignored -> {}
            case Value.Day ignored -> {}
            case Value.LocalMoment ignored -> {}
            case Value.Moment ignored -> {}
            case Value.TimeOfDay ignored -> {}
            case Value.Guid ignored -> {}
            case Value.Bytes ignored -> {}
        }
    }

    private static String format(Value component) {
        return switch (component) {
            case Value.Text(String text) -> "t" + Escaping.escape(text);
            case Value.Whole(long number) -> "i" + SortableNumber.format(number);
            case Value.Decimal(var number) -> "n" + SortableNumber.format(number);
            case Value.Floating(double number) -> "f" + SortableNumber.format(number);
            case Value.Bool(boolean bool) -> bool ? "b1" : "b0";
            case Value.Guid(UUID guid) -> "u" + guid;
            case Value.Day(LocalDate day) -> "d" + SortableNumber.format(day.toEpochDay());
            case Value.LocalMoment(LocalDateTime moment) ->
                "l" + SortableNumber.format(EpochMicros.of(moment.toInstant(ZoneOffset.UTC)));
            case Value.Moment(Instant moment) -> "m" + SortableNumber.format(EpochMicros.of(moment));
            case Value.TimeOfDay(LocalTime time) -> "c" + SortableNumber.format(time.toNanoOfDay() / 1_000);
            case Value.Bytes bytes -> "x" + HexFormat.of().formatHex(bytes.value());
            case Value.Null n -> throw new IllegalStateException("refused on construction: " + n);
            case Value.Absent a -> throw new IllegalStateException("refused on construction: " + a);
            case Value.Many m -> throw new IllegalStateException("refused on construction: " + m);
            case Value.Withheld w -> throw new IllegalStateException("refused on construction: " + w);
        };
    }

    /** Takes only what {@link #format} gives: a second text for a key would be a second row. */
    private static Value parseOne(String component) {
        Value value = readOne(component);
        if (!format(value).equals(component)) {
            throw new KeyFormatException("the key component '" + component
                    + "' is not in its canonical form, which is '" + format(value) + "'");
        }
        return value;
    }

    private static Value readOne(String component) {
        if (component.isEmpty()) {
            throw new KeyFormatException("a key component is empty; it begins with the letter of its type");
        }
        String body = component.substring(1);
        try {
            return switch (component.charAt(0)) {
                case 't' -> new Value.Text(Escaping.unescape(body));
                case 'i' -> new Value.Whole(SortableNumber.parseWhole(body));
                case 'n' -> new Value.Decimal(SortableNumber.parseDecimal(body));
                case 'f' -> new Value.Floating(SortableNumber.parseFloating(body));
                case 'b' -> new Value.Bool(parseBool(body));
                case 'u' -> new Value.Guid(UUID.fromString(body));
                case 'd' -> new Value.Day(LocalDate.ofEpochDay(SortableNumber.parseWhole(body)));
                case 'l' ->
                    new Value.LocalMoment(LocalDateTime.ofInstant(
                            EpochMicros.toInstant(SortableNumber.parseWhole(body)), ZoneOffset.UTC));
                case 'm' -> new Value.Moment(EpochMicros.toInstant(SortableNumber.parseWhole(body)));
                case 'c' -> new Value.TimeOfDay(LocalTime.ofNanoOfDay(SortableNumber.parseWhole(body) * 1_000));
                case 'x' -> new Value.Bytes(HexFormat.of().parseHex(body));
                default -> throw new KeyFormatException("unknown type letter in the key component '" + component + "'");
            };
        } catch (IllegalArgumentException | ArithmeticException | DateTimeException broken) {
            throw new KeyFormatException("broken key component '" + component + "'", broken);
        }
    }

    private static boolean parseBool(String body) {
        return switch (body) {
            case "0" -> false;
            case "1" -> true;
            default -> throw new IllegalArgumentException("a boolean is b0 or b1");
        };
    }
}
