package org.dataferry.capture.dump;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Dates and times as dumps write them. A day that no calendar has is refused, not moved. */
final class Moments {

    private static final DateTimeFormatter OFFSET = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
            .optionalStart()
            .appendLiteral(' ')
            .optionalEnd()
            .appendPattern("[XXX][X]")
            .toFormatter(Locale.ROOT)
            .withResolverStyle(ResolverStyle.STRICT);

    private static final int DATE_LENGTH = "2024-12-31".length();

    private static final LocalDateTime PROBE = LocalDateTime.of(2024, 12, 31, 23, 58, 59);

    private static final Map<String, DateTimeFormatter> FORMATTERS = new ConcurrentHashMap<>();

    private Moments() {}

    /** @throws IllegalArgumentException if no date can be read back from what the pattern writes */
    static void requireDates(String pattern) {
        if (!pattern.isEmpty()
                && !day(pattern, formatter(pattern).format(PROBE)).equals(PROBE.toLocalDate())) {
            throw new IllegalArgumentException("the pattern '" + pattern + "' does not tell day, month and year");
        }
    }

    /** @throws IllegalArgumentException if no moment can be read back from what the pattern writes */
    static void requireMoments(String pattern) {
        if (!pattern.isEmpty()) {
            local(pattern, formatter(pattern).format(PROBE));
        }
    }

    static LocalDate day(String pattern, String text) {
        return pattern.isEmpty() ? LocalDate.parse(text) : LocalDate.parse(text, formatter(pattern));
    }

    static LocalDateTime local(String pattern, String text) {
        return pattern.isEmpty() ? LocalDateTime.parse(withT(text)) : LocalDateTime.parse(text, formatter(pattern));
    }

    static OffsetDateTime offset(String text) {
        return OffsetDateTime.parse(withT(text), OFFSET);
    }

    /** Databases write a blank between date and time. */
    private static String withT(String text) {
        return text.length() > DATE_LENGTH && text.charAt(DATE_LENGTH) == ' '
                ? text.substring(0, DATE_LENGTH) + 'T' + text.substring(DATE_LENGTH + 1)
                : text;
    }

    /** With y for the year, as people write it: the year of an era, which Java means by it, is refused without an era. */
    private static DateTimeFormatter formatter(String pattern) {
        return FORMATTERS.computeIfAbsent(
                pattern,
                written -> DateTimeFormatter.ofPattern(written.replace('y', 'u'), Locale.ROOT)
                        .withResolverStyle(ResolverStyle.STRICT));
    }
}
