package org.dataferry.control.demo.business;

import java.util.List;
import org.dataferry.control.demo.business.Shape.Spoiled;

/** Who works when, and for what: the widest table, of which 38 columns are mapped. */
final class ShiftOrders {

    private static final List<String> STATUSES = List.of("Open", "Offered", "Confirmed", "Worked", "Billed");
    private static final List<String> CHANNELS = List.of("phone", "portal", "email");
    private static final List<String> LANGUAGES = List.of("en", "de", "fr", "es");
    private static final List<String> CURRENCIES = List.of("USD", "EUR", "CHF");
    private static final int UNIT = 60;
    private static final int LONGEST_BREAK = 60;
    private static final long MOST_RATE = 300;
    private static final long MOST_BONUS = 1_000;
    private static final long MOST_STEPS = 9_000_000_000L;
    private static final int MOST_MILES = 500;

    /** Nobody knows: the mapping says no, as Dataverse would by itself in a new row. */
    private static final Cell UNKNOWN = new Cell(null, false);

    private ShiftOrders() {}

    static Shape shape() {
        return new Shape(
                List.of(
                        Column.of("order_id", "ferry_orderid", ShiftOrders::id),
                        Column.of("", "ferry_name", row -> "Order " + (row.number() + 1)),
                        Column.of("order_number", "ferry_ordernumber", row -> Words.numbered('O', row.number())),
                        Column.lookup("shift_id", "ferry_shiftid", Table.SHIFTS),
                        Column.lookup("provider_id", "ferry_providerid", Table.PROVIDERS),
                        Column.live("status", "ferry_status", row -> Words.option(row, STATUSES)),
                        Column.of(
                                "priority", "ferry_priority", row -> row.pick().between(1, 5)),
                        Column.of(
                                "unit",
                                "ferry_unit",
                                row -> row.pick().oneIn(9) ? "" : row.pick().of(Words.UNITS)),
                        Column.live("notes", "ferry_notes", Words::note),
                        Column.of(
                                "language", "ferry_language", row -> row.pick().of(LANGUAGES)),
                        Column.of(
                                "currency", "ferry_currency", row -> row.pick().of(CURRENCIES)),
                        Column.of("ordered_on", "ferry_orderedon", Words::day),
                        Column.live(
                                "confirmed_on",
                                "ferry_confirmedon",
                                row -> row.pick().oneIn(3) ? null : Words.day(row)),
                        Column.of("ordered_at", "ferry_orderedat", Words::moment),
                        Column.live("starts_at", "ferry_startsat", Words::moment),
                        Column.live("ends_at", "ferry_endsat", row -> row.pick().oneIn(6) ? null : Words.moment(row)),
                        Column.of("local_start", "ferry_localstart", Shifts::local),
                        Column.of("check_in", "ferry_checkin", Jobs::time),
                        Column.of(
                                "check_out", "ferry_checkout", row -> row.pick().oneIn(4) ? null : Jobs.time(row)),
                        Column.of(
                                "break_minutes",
                                "ferry_breakminutes",
                                row -> row.pick().below(LONGEST_BREAK)),
                        Column.live("hours", "ferry_hours", row -> Words.number(row, 24, 2)),
                        Column.live("bill_rate", "ferry_billrate", row -> Words.number(row, MOST_RATE, 4)),
                        Column.of("pay_rate", "ferry_payrate", row -> Words.number(row, MOST_RATE, 4)),
                        Column.of("overtime_rate", "ferry_overtimerate", row -> Words.number(row, MOST_RATE, 2)),
                        Column.of(
                                "bonus",
                                "ferry_bonus",
                                row -> row.pick().oneIn(2) ? null : Words.number(row, MOST_BONUS, 2)),
                        Column.of("margin", "ferry_margin", row -> Words.number(row, 90, 2)),
                        Column.of("quality", "ferry_quality", row -> Words.number(row, 1, 5)),
                        Column.of(
                                "latitude",
                                "ferry_latitude",
                                row -> Words.number(row, 90, 5).negate()),
                        Column.of("longitude", "ferry_longitude", row -> Words.number(row, 180, 5)),
                        Column.of("miles", "ferry_miles", row -> row.pick().below(MOST_MILES)),
                        Column.of("steps", "ferry_steps", row -> row.pick().below(MOST_STEPS)),
                        Column.of("is_night", "ferry_isnight", row -> row.pick().oneIn(3)),
                        Column.of(
                                "is_weekend",
                                "ferry_isweekend",
                                row -> row.pick().oneIn(4)),
                        Column.live(
                                "is_confirmed",
                                "ferry_isconfirmed",
                                row -> row.pick().oneIn(10)
                                        ? UNKNOWN
                                        : row.pick().oneIn(2)),
                        Column.of("external_id", "ferry_externalid", Words::id),
                        Column.of("channel", "ferry_channel", row -> row.pick().of(CHANNELS)),
                        Column.of(
                                "requirements",
                                "ferry_requirements",
                                row -> "{\"badge\": " + row.pick().oneIn(2) + ", \"vaccines\": [\"flu\", \"hepB\"]}"),
                        Column.live("tags", "ferry_tags", Shifts::tags),
                        Column.leftOut("signature", Words::picture)),
                List.of(
                        new Spoiled(Dirt.TOO_LONG, "unit", row -> Words.tooLong(UNIT)),
                        new Spoiled(
                                Dirt.CONTROL_CHARACTER, "notes", row -> Words.withControlCharacter(Words.note(row))),
                        new Spoiled(Dirt.INVALID_DATE, "ordered_on", row -> Words.YEAR_ONE),
                        new Spoiled(Dirt.UNKNOWN_OPTION, "status", row -> "Lost in the post"),
                        new Spoiled(Dirt.MISSING_VALUE, "shift_id", row -> null),
                        new Spoiled(Dirt.ORPHAN, "provider_id", Shape::missingRow),
                        new Spoiled(Dirt.DUPLICATE, "order_number", ShiftOrders::numberOfTheOther)));
    }

    private static Object id(RowPick row) {
        return row.number() + 1;
    }

    private static Object numberOfTheOther(RowPick row) {
        return Words.numbered(
                'O',
                row.business()
                        .other(row.table(), row.number())
                        .orElseThrow(() -> new IllegalStateException("a duplicate of nothing")));
    }
}
