package org.dataferry.transform.mapping.cel;

import static org.dataferry.transform.mapping.cel.CelTypes.DATE;
import static org.dataferry.transform.mapping.cel.CelTypes.LOCAL_DATE_TIME;
import static org.dataferry.transform.mapping.cel.CelTypes.TIME_OF_DAY;

import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntPredicate;
import org.dataferry.transform.mapping.convert.CanonicalText;

/** Dates, dates with time, times of day; and zones, which are never assumed. */
final class DateFunctions {

    private DateFunctions() {}

    static List<CelFunction> all() {
        List<CelFunction> all = new ArrayList<>();
        comparisons(all, "date", DATE, LocalDate.class);
        comparisons(all, "local_date_time", LOCAL_DATE_TIME, LocalDateTime.class);
        comparisons(all, "time_of_day", TIME_OF_DAY, LocalTime.class);
        made(all);
        parts(all);
        texts(all);
        zones(all);
        return all;
    }

    private static <T extends Comparable<? super T>> void comparisons(
            List<CelFunction> all, String id, CelType type, Class<T> javaType) {
        comparison(all, "_<_", "less_" + id, type, javaType, sign -> sign < 0);
        comparison(all, "_<=_", "less_equals_" + id, type, javaType, sign -> sign <= 0);
        comparison(all, "_>_", "greater_" + id, type, javaType, sign -> sign > 0);
        comparison(all, "_>=_", "greater_equals_" + id, type, javaType, sign -> sign >= 0);
    }

    private static <T extends Comparable<? super T>> void comparison(
            List<CelFunction> all, String name, String id, CelType type, Class<T> javaType, IntPredicate holds) {
        all.add(CelFunction.binary(
                name,
                id,
                SimpleType.BOOL,
                List.of(type, type),
                javaType,
                javaType,
                (a, b) -> holds.test(a.compareTo(b))));
    }

    private static void made(List<CelFunction> all) {
        all.add(CelFunction.unary(
                "date",
                "date_string",
                DATE,
                SimpleType.STRING,
                String.class,
                text -> parsed(text, LocalDate::parse, "date", "2024-03-01")));
        all.add(CelFunction.unary(
                "date",
                "date_local_date_time",
                DATE,
                LOCAL_DATE_TIME,
                LocalDateTime.class,
                LocalDateTime::toLocalDate));
        all.add(CelFunction.unary(
                "localDateTime",
                "local_date_time_date",
                LOCAL_DATE_TIME,
                DATE,
                LocalDate.class,
                LocalDate::atStartOfDay));
        all.add(CelFunction.unary(
                "localDateTime",
                "local_date_time_string",
                LOCAL_DATE_TIME,
                SimpleType.STRING,
                String.class,
                text -> parsed(text, LocalDateTime::parse, "localDateTime", "2024-03-01T10:30:00")));
    }

    private static void parts(List<CelFunction> all) {
        part(all, "year", LocalDate::getYear);
        part(all, "month", LocalDate::getMonthValue);
        part(all, "day", LocalDate::getDayOfMonth);
    }

    private static void part(List<CelFunction> all, String name, Function<LocalDate, Integer> reads) {
        all.add(CelFunction.unary(
                name, name + "_date", SimpleType.INT, DATE, LocalDate.class, date -> (long) reads.apply(date)));
    }

    private static void texts(List<CelFunction> all) {
        all.add(CelFunction.unary(
                "string", "date_to_string", SimpleType.STRING, DATE, LocalDate.class, CanonicalText::of));
        all.add(CelFunction.unary(
                "string",
                "local_date_time_to_string",
                SimpleType.STRING,
                LOCAL_DATE_TIME,
                LocalDateTime.class,
                CanonicalText::of));
        all.add(CelFunction.unary(
                "string", "time_of_day_to_string", SimpleType.STRING, TIME_OF_DAY, LocalTime.class, CanonicalText::of));
    }

    private static void zones(List<CelFunction> all) {
        all.add(CelFunction.binary(
                "atZone",
                "at_zone",
                SimpleType.TIMESTAMP,
                List.of(LOCAL_DATE_TIME, SimpleType.STRING),
                LocalDateTime.class,
                String.class,
                (moment, zone) -> moment.atZone(zone(zone)).toInstant()));
        all.add(CelFunction.binary(
                "inZone",
                "in_zone",
                LOCAL_DATE_TIME,
                List.of(SimpleType.TIMESTAMP, SimpleType.STRING),
                Instant.class,
                String.class,
                (moment, zone) -> LocalDateTime.ofInstant(moment, zone(zone))));
    }

    private static ZoneId zone(String name) {
        try {
            return ZoneId.of(name);
        } catch (DateTimeException unknown) {
            throw new ExpressionFault("'" + name + "' is not a time zone; expected a name such as Europe/Zurich");
        }
    }

    private static <T> T parsed(String text, Function<String, T> parser, String function, String example) {
        try {
            return parser.apply(text);
        } catch (DateTimeException wrong) {
            throw new ExpressionFault(function + "('" + (text.length() > 40 ? text.substring(0, 40) + "..." : text)
                    + "') cannot be read; expected the form " + example);
        }
    }
}
