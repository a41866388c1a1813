package org.dataferry.control.demo.business;

import java.util.List;
import org.dataferry.control.demo.business.Shape.Spoiled;

/** How far it is for a provider to an account, and whether the account has cleared the provider. */
final class Distances {

    private static final String CLEARED = "cleared";
    private static final List<String> BANDS = List.of("A", "B", "C", "D");
    private static final int NOTE = 200;
    private static final long FARTHEST = 900;
    private static final int LONGEST_DRIVE = 600;

    private Distances() {}

    static Shape shape() {
        return new Shape(
                List.of(
                        Column.lookup("provider_id", "ferry_providerid", Table.PROVIDERS),
                        Column.lookup("account_id", "ferry_accountid", Table.ACCOUNTS),
                        Column.of("pairing_no", "ferry_pairing", Distances::number),
                        Column.of("", "ferry_name", row -> "Pairing " + row.number()),
                        Column.live("distance_km", "ferry_distancekm", row -> Words.number(row, FARTHEST, 4)),
                        Column.live(
                                "drive_minutes",
                                "ferry_driveminutes",
                                row -> row.pick().below(LONGEST_DRIVE)),
                        Column.of("band", "ferry_band", row -> row.pick().of(BANDS)),
                        Column.live(CLEARED, "ferry_cleared", row -> row.pick().oneIn(2)),
                        Column.of(
                                "cleared_on",
                                "ferry_clearedon",
                                row -> row.pick().oneIn(2) ? null : Words.day(row)),
                        Column.of("rating", "ferry_rating", row -> Words.number(row, 10, 1)),
                        Column.of("computed_at", "ferry_computedat", Shifts::local),
                        Column.live("note", "ferry_note", row -> row.pick().oneIn(3) ? "" : Words.note(row))),
                List.of(
                        new Spoiled(Dirt.TOO_LONG, "note", row -> Words.tooLong(NOTE)),
                        new Spoiled(Dirt.ORPHAN, "provider_id", Shape::missingRow)));
    }

    private static Object number(RowPick row) {
        return row.number();
    }

    /** Whether the row makes a link as well. */
    static boolean isCleared(Business.Row row, List<String> columns) {
        return Boolean.TRUE.equals(row.cells().get(columns.indexOf(CLEARED)).target());
    }
}
