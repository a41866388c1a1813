package org.dataferry.control.status;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Moments and spans as people read them. */
public final class Moments {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss zzz", Locale.ROOT);
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss zzz", Locale.ROOT);
    private static final Duration TWO_MINUTES = Duration.ofMinutes(2);
    private static final Duration TWO_HOURS = Duration.ofHours(2);
    private static final Duration TWO_DAYS = Duration.ofDays(2);
    private static final double MILLIS_PER_SECOND = 1_000;

    private final ZoneId zone;

    public Moments(ZoneId zone) {
        // Else it would be called Z.
        this.zone = zone.equals(ZoneOffset.UTC) ? ZoneId.of("UTC") : zone;
    }

    /** The time of day with its zone, and the date where it is another one than today's. */
    public String at(Instant moment, Instant now) {
        ZonedDateTime local = moment.atZone(zone);
        return local.toLocalDate().equals(now.atZone(zone).toLocalDate()) ? TIME.format(local) : DAY.format(local);
    }

    /** A span in the unit that fits: {@code 1.3 seconds}, {@code 14 minutes}. */
    public static String span(Duration span) {
        if (span.compareTo(TWO_MINUTES) < 0) {
            return String.format(Locale.ROOT, "%.1f seconds", span.toMillis() / MILLIS_PER_SECOND);
        }
        if (span.compareTo(TWO_HOURS) < 0) {
            return span.toMinutes() + " minutes";
        }
        return span.compareTo(TWO_DAYS) < 0 ? span.toHours() + " hours" : span.toDays() + " days";
    }
}
