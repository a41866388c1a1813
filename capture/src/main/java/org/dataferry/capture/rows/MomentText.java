package org.dataferry.capture.rows;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import org.dataferry.schemas.value.Value;

/**
 * Dates and times as PostgreSQL writes them in the style ISO: {@code 2024-02-29 12:34:56.789+02}, with more digits for later
 * years and {@code BC} behind earlier ones. Infinity and 24:00, which Java has not, stay texts, and a mapping decides.
 */
final class MomentText {

    private static final String BEFORE_CHRIST = " BC";
    private static final String END_OF_DAY = "24:00:00";

    private static final DateTimeFormatter TIME_WITH_ZONE = new DateTimeFormatterBuilder()
            .appendPattern("HH:mm:ss")
            .appendFraction(ChronoField.MICRO_OF_SECOND, 0, 6, true)
            .appendOffsetId()
            .toFormatter();

    private MomentText() {}

    static Value date(String text) {
        return isInfinite(text) ? Value.text(text) : new Value.Day(day(text, text.endsWith(BEFORE_CHRIST)));
    }

    static Value time(String text) {
        return text.equals(END_OF_DAY) ? Value.text(text) : new Value.TimeOfDay(LocalTime.parse(text));
    }

    /** A text, in UTC. */
    static Value timeWithZone(String text) {
        int zone = zone(text, 0);
        if (text.startsWith(END_OF_DAY)) {
            return Value.text(text);
        }
        OffsetTime time = OffsetTime.of(LocalTime.parse(text.substring(0, zone)), offset(text.substring(zone)));
        return Value.text(TIME_WITH_ZONE.format(time.withOffsetSameInstant(ZoneOffset.UTC)));
    }

    static Value timestamp(String text) {
        return isInfinite(text) ? Value.text(text) : new Value.LocalMoment(moment(text, text.endsWith(BEFORE_CHRIST)));
    }

    static Value instant(String text) {
        if (isInfinite(text)) {
            return Value.text(text);
        }
        boolean before = text.endsWith(BEFORE_CHRIST);
        String moment = before ? text.substring(0, text.length() - BEFORE_CHRIST.length()) : text;
        int zone = zone(moment, moment.indexOf(' '));
        return new Value.Moment(moment(moment.substring(0, zone), before).toInstant(offset(moment.substring(zone))));
    }

    private static boolean isInfinite(String text) {
        return text.endsWith("infinity");
    }

    private static LocalDateTime moment(String text, boolean before) {
        int blank = text.indexOf(' ');
        int end = text.indexOf(' ', blank + 1);
        return LocalDateTime.of(
                day(text.substring(0, blank), before),
                LocalTime.parse(text.substring(blank + 1, end < 0 ? text.length() : end)));
    }

    private static LocalDate day(String text, boolean before) {
        int month = text.indexOf('-');
        int day = text.indexOf('-', month + 1);
        int year = Integer.parseInt(text, 0, month, 10);
        return LocalDate.of(
                before ? 1 - year : year,
                Integer.parseInt(text, month + 1, day, 10),
                Integer.parseInt(text, day + 1, day + 3, 10));
    }

    /** Where the zone begins. */
    private static int zone(String text, int from) {
        int plus = text.indexOf('+', from);
        return plus < 0 ? text.indexOf('-', from) : plus;
    }

    private static ZoneOffset offset(String text) {
        return ZoneOffset.of(text);
    }
}
