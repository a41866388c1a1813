package org.dataferry.control.demo.business;

import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.IntStream;
import org.dataferry.control.demo.business.Shape.Spoiled;

/** The times of a job. */
final class Shifts {

    private static final int MOST_HEADS = 6;
    private static final int LONGEST_BREAK = 60;
    private static final long MOST_RATE = 200;
    private static final int MOST_TAGS = 2;

    private Shifts() {}

    static Shape shape() {
        return new Shape(
                List.of(
                        Column.leftOut("shift_id", row -> row.number() + 1),
                        Column.of("shift_no", "ferry_shiftnumber", row -> Words.numbered('S', row.number())),
                        Column.of("", "ferry_name", row -> "Shift " + (row.number() + 1)),
                        Column.lookup("job_id", "ferry_jobid", Table.JOBS),
                        Column.live("starts_at", "ferry_startsat", Words::moment),
                        Column.live("ends_at", "ferry_endsat", Words::moment),
                        Column.of("local_start", "ferry_localstart", Shifts::local),
                        Column.of("unit", "ferry_unit", row -> row.pick().of(Words.UNITS)),
                        Column.of(
                                "break_minutes",
                                "ferry_breakminutes",
                                row -> row.pick().below(LONGEST_BREAK)),
                        Column.live(
                                "headcount",
                                "ferry_headcount",
                                row -> row.pick().between(1, MOST_HEADS)),
                        Column.live("rate", "ferry_rate", row -> Words.number(row, MOST_RATE, 4)),
                        Column.of("differential", "ferry_differential", row -> Words.number(row, 40, 3)),
                        Column.of("is_night", "ferry_isnight", row -> row.pick().oneIn(3)),
                        Column.live("notes", "ferry_notes", row -> row.pick().oneIn(2) ? null : Words.note(row)),
                        Column.of("tags", "ferry_tags", Shifts::tags)),
                List.of(
                        new Spoiled(Dirt.ORPHAN, "job_id", Shape::missingRow),
                        new Spoiled(Dirt.INVALID_DATE, "starts_at", row -> Words.MOMENT_IN_YEAR_ONE),
                        new Spoiled(
                                Dirt.CONTROL_CHARACTER, "notes", row -> Words.withControlCharacter(Words.note(row)))));
    }

    static LocalDateTime local(RowPick row) {
        return LocalDateTime.ofInstant(Words.moment(row), ZoneOffset.UTC);
    }

    static List<String> tags(RowPick row) {
        return IntStream.range(0, (int) row.pick().below(MOST_TAGS + 1))
                .mapToObj(tag -> row.pick().of(Words.SKILLS))
                .toList();
    }
}
