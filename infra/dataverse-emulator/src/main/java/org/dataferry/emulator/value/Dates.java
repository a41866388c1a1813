package org.dataferry.emulator.value;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.regex.Pattern;
import org.dataferry.emulator.metadata.ColumnType.Behavior;

/** Texts as dates, in the three behaviours of a date column. Seconds are the finest unit that is kept. */
final class Dates {
    /** The smallest date of SQL Server's datetime, and so of Dataverse. */
    static final LocalDate FIRST = LocalDate.of(1753, 1, 1);

    private static final Pattern OFFSET = Pattern.compile(".*(?:[zZ]|[+-]\\d\\d:\\d\\d)$");

    private Dates() {}

    /** @throws DateTimeException if the text is no date of this kind */
    static Object parse(String text, Behavior behavior, boolean dateAllowed) {
        return switch (behavior) {
            case DateOnly -> LocalDate.parse(text);
            case UserLocal -> moment(text, dateAllowed).toInstant();
            case TimeZoneIndependent -> moment(text, dateAllowed).toLocalDateTime();
        };
    }

    static boolean beforeFirst(Object date) {
        return switch (date) {
            case LocalDate day -> day.isBefore(FIRST);
            case Instant instant ->
                instant.isBefore(FIRST.atStartOfDay(ZoneOffset.UTC).toInstant());
            case LocalDateTime local -> local.toLocalDate().isBefore(FIRST);
            default -> false;
        };
    }

    private static OffsetDateTime moment(String text, boolean dateAllowed) {
        if (dateAllowed && text.length() == "yyyy-mm-dd".length()) {
            return LocalDate.parse(text).atStartOfDay().atOffset(ZoneOffset.UTC);
        }
        OffsetDateTime moment = OFFSET.matcher(text).matches()
                ? OffsetDateTime.parse(text)
                : LocalDateTime.parse(text).atOffset(ZoneOffset.UTC);
        return moment.truncatedTo(ChronoUnit.SECONDS);
    }
}
