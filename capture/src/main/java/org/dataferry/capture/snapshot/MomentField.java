package org.dataferry.capture.snapshot;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.time.LocalDate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.dataferry.capture.CaptureException;
import org.jspecify.annotations.Nullable;

/**
 * Moments with a time zone as Debezium writes them: {@code 2024-02-29T10:34:56.789012Z}, with as many digits of a second as
 * the column has. PostgreSQL sends microseconds since 2000.
 */
final class MomentField implements BinaryField {

    static final long MICROS_TO_2000 = 946_684_800_000_000L;
    private static final long MICROS_OF_DAY = 86_400_000_000L;
    private static final long MICROS_OF_SECOND = 1_000_000;
    private static final int LAST_PLAIN_YEAR = 9_999;
    private static final int LONGEST = 32;

    private static final Pattern PLAIN = Pattern.compile("2000-01-01T00:00:00(?:\\.(0{1,6}))?Z");

    private final TextField special;
    private final int digits;
    private final byte[] text = new byte[LONGEST];

    /** The day of the value before, which most often is the same. */
    private long lastDay = Long.MIN_VALUE;

    private int end;

    private MomentField(TextField special, int digits) {
        this.special = special;
        this.digits = digits;
    }

    /**
     * @param form what Debezium makes of the beginning of 2000, which shows the digits
     * @param text takes infinity, and years that have another form
     */
    static BinaryField like(@Nullable Object form, TextField text) {
        Matcher plain = PLAIN.matcher(String.valueOf(form));
        if (!plain.matches()) {
            throw new CaptureException("Debezium writes moments as '" + form + "', which is no form that is known");
        }
        return new MomentField(text, plain.group(1) == null ? 0 : plain.group(1).length());
    }

    @Override
    public long write(byte[] row, int at, int length, AvroBuffer out) {
        long since2000 = BinaryField.int64(row, at);
        if (since2000 == Long.MAX_VALUE || since2000 == Long.MIN_VALUE) {
            return special.write(since2000 > 0 ? "infinity" : "-infinity", out);
        }
        long micros = since2000 + MICROS_TO_2000;
        long day = Math.floorDiv(micros, MICROS_OF_DAY);
        if (day != lastDay && !writeDay(day)) {
            return special.write(PostgresText.moment(micros), out);
        }
        writeTime(Math.floorMod(micros, MICROS_OF_DAY));
        out.writeBytes(text, 0, end);
        return WRITTEN;
    }

    private boolean writeDay(long day) {
        LocalDate date = LocalDate.ofEpochDay(day);
        if (date.getYear() < 1 || date.getYear() > LAST_PLAIN_YEAR) {
            return false;
        }
        // Four digits, and dashes where they belong.
        byte[] iso = date.toString().getBytes(US_ASCII);
        System.arraycopy(iso, 0, text, 0, iso.length);
        text[iso.length] = 'T';
        lastDay = day;
        return true;
    }

    private void writeTime(long micros) {
        int seconds = (int) (micros / MICROS_OF_SECOND);
        end = "2024-02-29T".length();
        two(seconds / 3_600);
        text[end++] = ':';
        two(seconds / 60 % 60);
        text[end++] = ':';
        two(seconds % 60);
        int fraction = (int) (micros % MICROS_OF_SECOND);
        if (digits > 0) {
            text[end++] = '.';
            int unit = 100_000;
            for (int i = 0; i < digits || fraction != 0; i++, unit /= 10) {
                text[end++] = (byte) ('0' + fraction / unit);
                fraction %= unit;
            }
        }
        text[end++] = 'Z';
    }

    private void two(int number) {
        text[end++] = (byte) ('0' + number / 10);
        text[end++] = (byte) ('0' + number % 10);
    }
}
