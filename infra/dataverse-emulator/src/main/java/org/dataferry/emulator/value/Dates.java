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
import org.jspecify.annotations.Nullable;

/** Texts as dates, in the three behaviours of a date column. Seconds are the finest unit that is kept. */
final class Dates {
    /** The smallest date of SQL Server's datetime, and so of Dataverse. */
    static final LocalDate FIRST = LocalDate.of(1753, 1, 1);

    private static final Pattern OFFSET = Pattern.compile(".*(?:[zZ]|[+-]\\d\\d:\\d\\d)$");

    private static final String USUAL = "0000-00-00T00:00:00Z";

    private Dates() {}

    /** @throws DateTimeException if the text is no date of this kind */
    static Object parse(String text, Behavior behavior, boolean dateAllowed) {
        return switch (behavior) {
            case DateOnly -> LocalDate.parse(text);
            case UserLocal -> moment(text, dateAllowed).toInstant();
            case TimeZoneIndependent -> moment(text, dateAllowed).toLocalDateTime();
        };
    }

    /** The form that clients mostly send, {@code 2024-03-01T10:00:00Z}, without the general parser's cost; null for any other. */
    private static @Nullable OffsetDateTime usual(String text) {
        if (text.length() != USUAL.length()) {
            return null;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean right = USUAL.charAt(i) == '0' ? c >= '0' && c <= '9' : c == USUAL.charAt(i);
            if (!right) {
                return null;
            }
        }
        return OffsetDateTime.of(
                Integer.parseInt(text, 0, 4, 10),
                Integer.parseInt(text, 5, 7, 10),
                Integer.parseInt(text, 8, 10, 10),
                Integer.parseInt(text, 11, 13, 10),
                Integer.parseInt(text, 14, 16, 10),
                Integer.parseInt(text, 17, 19, 10),
                0,
                ZoneOffset.UTC);
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
        OffsetDateTime usual = usual(text);
        if (usual != null) {
            return usual;
        }
        if (dateAllowed && text.length() == "yyyy-mm-dd".length()) {
            return LocalDate.parse(text).atStartOfDay().atOffset(ZoneOffset.UTC);
        }
        OffsetDateTime moment = OFFSET.matcher(text).matches()
                ? OffsetDateTime.parse(text)
                : LocalDateTime.parse(text).atOffset(ZoneOffset.UTC);
        return moment.truncatedTo(ChronoUnit.SECONDS);
    }
}
