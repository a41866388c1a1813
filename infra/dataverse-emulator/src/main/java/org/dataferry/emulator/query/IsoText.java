package org.dataferry.emulator.query;

import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/** Moments as {@code 2024-03-01T10:00:00Z}. Pages are full of them, and the general formatter costs more than all other columns. */
final class IsoText {
    private static final int LENGTH = 20;
    private static final int LAST_YEAR = 9999;

    private IsoText() {}

    static String of(long epochSecond) {
        LocalDateTime moment = LocalDateTime.ofEpochSecond(epochSecond, 0, ZoneOffset.UTC);
        if (moment.getYear() < 0 || moment.getYear() > LAST_YEAR) {
            return moment.toInstant(ZoneOffset.UTC).toString();
        }
        byte[] text = new byte[LENGTH];
        digits(text, 0, 4, moment.getYear());
        text[4] = '-';
        digits(text, 5, 2, moment.getMonthValue());
        text[7] = '-';
        digits(text, 8, 2, moment.getDayOfMonth());
        text[10] = 'T';
        digits(text, 11, 2, moment.getHour());
        text[13] = ':';
        digits(text, 14, 2, moment.getMinute());
        text[16] = ':';
        digits(text, 17, 2, moment.getSecond());
        text[19] = 'Z';
        return new String(text, StandardCharsets.ISO_8859_1);
    }

    private static void digits(byte[] text, int start, int count, int number) {
        int rest = number;
        for (int i = start + count - 1; i >= start; i--) {
            text[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
    }
}
