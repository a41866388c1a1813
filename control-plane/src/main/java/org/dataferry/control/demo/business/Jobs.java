package org.dataferry.control.demo.business;

import java.time.LocalTime;
import java.util.List;
import org.dataferry.control.demo.business.Shape.Spoiled;

/** What an account asks for. */
final class Jobs {

    private static final List<String> TITLES = List.of("ICU nurse, nights", "Ward physician", "ER nurse", "Pharmacist");
    private static final int CLOSED_ONE_IN = 9;
    private static final int MOST_POSITIONS = 12;
    private static final long MOST_RATE = 200;
    private static final int HOURS = 24;
    private static final int QUARTER = 15;

    private Jobs() {}

    static Shape shape() {
        return new Shape(
                List.of(
                        Column.leftOut("job_id", row -> row.number() + 1),
                        Column.of("job_no", "ferry_jobnumber", row -> Words.numbered('J', row.number())),
                        Column.lookup("account_id", "ferry_accountid", Table.ACCOUNTS),
                        Column.of("title", "ferry_name", row -> row.pick().of(TITLES)),
                        Column.live("description", "ferry_description", Words::note),
                        Column.of("start_on", "ferry_starton", Words::day),
                        Column.live("end_on", "ferry_endon", row -> row.pick().oneIn(3) ? null : Words.day(row)),
                        Column.live(
                                "positions",
                                "ferry_positions",
                                row -> row.pick().between(1, MOST_POSITIONS)),
                        Column.live("bill_rate", "ferry_billrate", row -> Words.number(row, MOST_RATE, 2)),
                        Column.of("overtime_factor", "ferry_overtimefactor", row -> Words.number(row, 3, 2)),
                        Column.of("remote", "ferry_remote", row -> row.pick().oneIn(7)),
                        Column.of("day_start", "ferry_daystart", Jobs::time),
                        Column.of("created_at", "ferry_createdat", Words::moment),
                        Column.leftOut("closed", Jobs::isClosed),
                        // Its state, by Dataverse's numbers: 1 is inactive.
                        Column.of("", "statecode", row -> isClosed(row) ? 1L : 0L)),
                List.of(
                        new Spoiled(Dirt.ORPHAN, "account_id", Shape::missingRow),
                        new Spoiled(Dirt.MISSING_VALUE, "account_id", row -> null),
                        new Spoiled(
                                Dirt.CONTROL_CHARACTER,
                                "description",
                                row -> Words.withControlCharacter(Words.note(row)))));
    }

    private static boolean isClosed(RowPick row) {
        return row.number() % CLOSED_ONE_IN == 0;
    }

    static LocalTime time(RowPick row) {
        return LocalTime.of((int) row.pick().below(HOURS), (int) row.pick().below(4) * QUARTER);
    }
}
