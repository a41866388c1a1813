package org.dataferry.capture.snapshot;

import java.time.LocalDate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.dataferry.capture.CaptureException;
import org.jspecify.annotations.Nullable;

/**
 * Moments with a time zone as Debezium writes them: {@code 2024-02-29T10:34:56.789012Z}, with as many digits of a second as
 * the column has. PostgreSQL sends microseconds since 2000. Safe for any thread.
 */
final class MomentField implements BinaryField {

    static final long MICROS_TO_2000 = 946_684_800_000_000L;
    private static final long MICROS_OF_DAY = 86_400_000_000L;
    private static final long MICROS_OF_SECOND = 1_000_000;
    private static final int LAST_PLAIN_YEAR = 9_999;
    private static final String WHOLE_SECONDS = "2024-02-29T10:34:56Z";

    /** Microseconds of a second's last digit, by how many digits there are. */
    private static final int[] UNITS = {1_000_000, 100_000, 10_000, 1_000, 100, 10, 1};

    private static final Pattern PLAIN = Pattern.compile("2000-01-01T00:00:00(?:\\.(0{1,6}))?Z");

    private final TextField special;
    private final int digits;

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
        LocalDate day = LocalDate.ofEpochDay(Math.floorDiv(micros, MICROS_OF_DAY));
        long time = Math.floorMod(micros, MICROS_OF_DAY);
        int fraction = (int) (time % MICROS_OF_SECOND);
        if (day.getYear() < 1 || day.getYear() > LAST_PLAIN_YEAR || fraction % UNITS[digits] != 0) {
            return special.write(PostgresText.moment(micros), out);
        }
        out.writeNumber(WHOLE_SECONDS.length() + (digits == 0 ? 0 : 1 + digits));
        write(day, out);
        write((int) (time / MICROS_OF_SECOND), fraction, out);
        return WRITTEN;
    }

    private static void write(LocalDate day, AvroBuffer out) {
        two(day.getYear() / 100, out);
        two(day.getYear() % 100, out);
        out.write('-');
        two(day.getMonthValue(), out);
        out.write('-');
        two(day.getDayOfMonth(), out);
        out.write('T');
    }

    private void write(int seconds, int fraction, AvroBuffer out) {
        two(seconds / 3_600, out);
        out.write(':');
        two(seconds / 60 % 60, out);
        out.write(':');
        two(seconds % 60, out);
        if (digits > 0) {
            out.write('.');
            int rest = fraction;
            for (int digit = 1; digit <= digits; digit++) {
                out.write('0' + rest / UNITS[digit]);
                rest %= UNITS[digit];
            }
        }
        out.write('Z');
    }

    private static void two(int number, AvroBuffer out) {
        out.write('0' + number / 10);
        out.write('0' + number % 10);
    }
}
