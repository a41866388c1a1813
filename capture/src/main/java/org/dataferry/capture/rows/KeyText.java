package org.dataferry.capture.rows;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import org.dataferry.schemas.value.Value;

/** A value of a key as PostgreSQL reads it, and writes it in its change log. */
public final class KeyText {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ISO_LOCAL_TIME;

    private KeyText() {}

    public static String of(Value value) {
        return switch (value) {
            case Value.Text(String text) -> text;
            case Value.Whole(long number) -> Long.toString(number);
            case Value.Decimal(var number) -> number.toPlainString();
            case Value.Floating(double number) -> Double.toString(number);
            case Value.Bool(boolean bool) -> bool ? "t" : "f";
            case Value.Guid(var guid) -> guid.toString();
            case Value.Day(LocalDate day) -> day(day) + era(day);
            case Value.LocalMoment(LocalDateTime moment) -> moment(moment) + era(moment.toLocalDate());
            case Value.Moment(var moment) -> {
                LocalDateTime utc = LocalDateTime.ofInstant(moment, ZoneOffset.UTC);
                yield moment(utc) + "+00" + era(utc.toLocalDate());
            }
            case Value.TimeOfDay(var time) -> TIME.format(time);
            case Value.Bytes bytes -> "\\x" + HexFormat.of().formatHex(bytes.value());
            case Value.Null never -> throw notInKeys(never);
            case Value.Absent never -> throw notInKeys(never);
            case Value.Many never -> throw notInKeys(never);
            case Value.Withheld never -> throw notInKeys(never);
        };
    }

    private static String moment(LocalDateTime moment) {
        return day(moment.toLocalDate()) + " " + TIME.format(moment.toLocalTime());
    }

    private static String day(LocalDate day) {
        int year = day.getYear() > 0 ? day.getYear() : 1 - day.getYear();
        return "%04d-%02d-%02d".formatted(year, day.getMonthValue(), day.getDayOfMonth());
    }

    private static String era(LocalDate day) {
        return day.getYear() > 0 ? "" : " BC";
    }

    private static IllegalStateException notInKeys(Value value) {
        return new IllegalStateException("no key has it: " + value);
    }
}
