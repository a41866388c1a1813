package org.dataferry.control.demo.business;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/** What cells are made of. */
final class Words {

    static final LocalDate YEAR_ONE = LocalDate.of(1, 1, 1);
    static final Instant MOMENT_IN_YEAR_ONE = Instant.parse("0001-01-01T00:00:00Z");

    private static final LocalDate FIRST_DAY = LocalDate.of(2015, 1, 1);
    private static final int DAYS = 4_000;
    private static final Instant FIRST_MOMENT = Instant.parse("2019-01-01T00:00:00Z");
    private static final long MICROS_OF_SIX_YEARS = 6L * 365 * 86_400 * 1_000_000;
    private static final long MICROS_PER_SECOND = 1_000_000;
    private static final long NANOS_PER_MICRO = 1_000;

    static final List<String> CLINICS = List.of(
            "Lakeside Clinic",
            "St. Anna Hospital",
            "Harbour Medical Centre",
            "Hôpital du Nord",
            "Mercy Care",
            "Klinik am Südpark",
            "Riverside Surgery",
            "Sunrise Nursing Home");
    static final List<String> FIRST_NAMES =
            List.of("Anna", "José", "Mia", "Noah", "Zoë", "Elif", "Liam", "Chloé", "Jürgen", "Sofia", "Björn", "Amara");
    static final List<String> LAST_NAMES = List.of(
            "Keller", "O'Neill", "García", "Nguyen", "Müller", "Okafor", "Smith", "Łukasz", "Rossi", "Svensson");
    static final List<String> CITIES =
            List.of("Springfield", "Zürich", "Saint-Étienne", "Portland", "Aarhus", "Málaga", "Fargo", "Kraków");
    static final List<String> STREETS = List.of("Main Street", "Oak Avenue", "Rue de l'Église", "Bahnhofstrasse");
    static final List<String> STATES = List.of("CA", "NY", "TX", "OR", "ND", "ZH");
    static final List<String> SKILLS = List.of("ICU", "ER", "Paediatrics", "Dialysis", "Surgery", "Triage");
    static final List<String> UNITS = List.of("Intensive care", "Emergency", "Ward 3", "Maternity", "Oncology");

    private static final List<String> SENTENCES = List.of(
            "Bring your own badge.",
            "Parking behind the house; ask at the desk.",
            "Ring twice \"at the back\".",
            "Meals are paid\\refunded.",
            "Übergabe um sieben.",
            "First line\nand a second one.",
            "A tab\tin between.",
            "Night bell at door 2 \uD83D\uDD14.");

    private static final long FIRST_OPTION = 100_000_000;

    private Words() {}

    static String numbered(char letter, long number) {
        return String.format(Locale.ROOT, "%c-%07d", letter, number);
    }

    /** One of the texts, and the number that it has in Dataverse: from 100,000,000 on, in their order. */
    static Cell option(RowPick row, List<String> texts) {
        int index = (int) row.pick().below(texts.size());
        return new Cell(texts.get(index), Cell.plain(BigDecimal.valueOf(FIRST_OPTION + index)));
    }

    static String note(RowPick row) {
        return row.pick().of(SENTENCES) + " " + row.pick().of(SENTENCES);
    }

    static String phone(RowPick row) {
        return "+1 555 " + row.pick().between(1_000_000, 9_999_999);
    }

    static String digits(RowPick row, int count) {
        StringBuilder digits = new StringBuilder(count);
        for (int i = 0; i < count; i++) {
            digits.append(row.pick().below(10));
        }
        return digits.toString();
    }

    static LocalDate day(RowPick row) {
        return FIRST_DAY.plusDays(row.pick().below(DAYS));
    }

    /** In whole microseconds, as PostgreSQL has them. */
    static Instant moment(RowPick row) {
        long micros = row.pick().below(MICROS_OF_SIX_YEARS);
        return FIRST_MOMENT
                .plusSeconds(micros / MICROS_PER_SECOND)
                .plusNanos(micros % MICROS_PER_SECOND * NANOS_PER_MICRO);
    }

    /** An exact number from 0 to below the bound, with so many digits after the point. */
    static BigDecimal number(RowPick row, long bound, int digits) {
        BigDecimal unit = BigDecimal.TEN.pow(digits);
        return BigDecimal.valueOf(row.pick().below(bound * unit.longValueExact()), digits);
    }

    static UUID id(RowPick row) {
        return new UUID(
                row.pick().bits() & ~0xF000L | 0x4000L, row.pick().bits() & 0x3FFFFFFFFFFFFFFFL | Long.MIN_VALUE);
    }

    static byte[] picture(RowPick row) {
        return (row.table() + " " + row.pick().bits()).getBytes(StandardCharsets.US_ASCII);
    }

    static String tooLong(int most) {
        return "Far too long: " + "x".repeat(most);
    }

    static String withControlCharacter(String text) {
        return text + "\u0007";
    }
}
