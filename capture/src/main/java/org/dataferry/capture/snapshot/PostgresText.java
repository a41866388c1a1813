package org.dataferry.capture.snapshot;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Moments as PostgreSQL writes them, for those whose binary form is not written directly. */
final class PostgresText {

    private PostgresText() {}

    /** @param micros since 1970, in UTC */
    static String moment(long micros) {
        LocalDateTime moment = LocalDateTime.ofEpochSecond(
                Math.floorDiv(micros, 1_000_000L), (int) Math.floorMod(micros, 1_000_000L) * 1_000, ZoneOffset.UTC);
        LocalDate day = moment.toLocalDate();
        int year = day.getYear() > 0 ? day.getYear() : 1 - day.getYear();
        return "%04d-%02d-%02d %s+00%s"
                .formatted(
                        year,
                        day.getMonthValue(),
                        day.getDayOfMonth(),
                        DateTimeFormatter.ISO_LOCAL_TIME.format(moment.toLocalTime()),
                        day.getYear() > 0 ? "" : " BC");
    }
}
