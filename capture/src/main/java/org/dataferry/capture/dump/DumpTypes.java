package org.dataferry.capture.dump;

import java.time.DateTimeException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Types as {@code migration.yaml} and the state name them. */
public final class DumpTypes {

    private static final Pattern DECIMAL = Pattern.compile("decimal\\(([0-9]{1,2}), ?([0-9]{1,2})\\)");
    private static final Pattern WITH_PATTERN = Pattern.compile("(date|timestamp)\\((.+)\\)");

    private DumpTypes() {}

    /** @throws IllegalArgumentException if there is no such type; the message says which there are */
    public static DumpType parse(String text) {
        Matcher decimal = DECIMAL.matcher(text);
        if (decimal.matches()) {
            return new DumpType.Decimal(Integer.parseInt(decimal.group(1)), Integer.parseInt(decimal.group(2)));
        }
        Matcher patterned = WITH_PATTERN.matcher(text);
        if (patterned.matches()) {
            return patterned(patterned.group(1), patterned.group(2));
        }
        return switch (text) {
            case "text" -> new DumpType.Text();
            case "whole" -> new DumpType.Whole();
            case "floating" -> new DumpType.Floating();
            case "bool" -> new DumpType.Bool();
            case "date" -> new DumpType.Day("");
            case "timestamp" -> new DumpType.LocalMoment("");
            case "instant" -> new DumpType.Moment();
            case "time" -> new DumpType.TimeOfDay();
            case "uuid" -> new DumpType.Guid();
            default ->
                throw new IllegalArgumentException("'" + text + "' is no type; there are text, whole,"
                        + " decimal(digits,after the point), floating, bool, date, timestamp, instant, time and uuid;"
                        + " date and timestamp also with a pattern, such as date(dd.MM.yyyy)");
        };
    }

    private static DumpType patterned(String kind, String pattern) {
        try {
            return kind.equals("date") ? new DumpType.Day(pattern) : new DumpType.LocalMoment(pattern);
        } catch (IllegalArgumentException | DateTimeException unusable) {
            throw new IllegalArgumentException(
                    "'" + pattern + "' is no usable pattern of a " + kind + ": " + unusable.getMessage(), unusable);
        }
    }
}
