package org.dataferry.capture.dump.intake;

import static org.dataferry.capture.dump.DuckDb.literal;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.dataferry.capture.dump.DuckDb;
import org.dataferry.capture.dump.DumpColumn;
import org.dataferry.capture.dump.DumpForm;
import org.dataferry.capture.dump.DumpType;

/**
 * Finds out types of columns that nobody has declared, from all rows of the first dump. In doubt a column is text: a number
 * with a leading zero, decimals of several lengths, or no value at all. A column of the key is text or whole.
 */
final class Sniffing {

    /** Rows that are looked at first; what does not fit them need not be tried on all. */
    private static final int SAMPLE = 2_000;

    /** Digits of a decimal whose column nobody has declared; more than 18 before the point are in doubt. */
    private static final int DIGITS = 28;

    private static final String DATE = "[0-9]{4}-[01][0-9]-[0-3][0-9]";
    private static final String TIME = "[0-2][0-9]:[0-5][0-9](:[0-5][0-9](\\.[0-9]{1,6})?)?";

    private record Candidate(DumpType type, String form) {}

    private static final List<Candidate> CANDIDATES = List.of(
            new Candidate(new DumpType.Whole(), "0|-?[1-9][0-9]{0,17}"),
            new Candidate(new DumpType.Bool(), "true|false|t|f"),
            new Candidate(new DumpType.Guid(), "[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"),
            new Candidate(new DumpType.Day(""), DATE),
            new Candidate(new DumpType.LocalMoment(""), DATE + "[ T]" + TIME),
            new Candidate(new DumpType.Moment(), DATE + "[ T]" + TIME + "(Z|[+-][0-9]{2}(:?[0-9]{2})?)"),
            new Candidate(new DumpType.Decimal(DIGITS, 1), "-?(0|[1-9][0-9]{0,17})\\.[0-9]{1,9}"));

    private Sniffing() {}

    /** @param dump saved, its columns in the order of the form */
    static DumpForm sniff(DuckDb database, DumpForm form, Set<String> declared, List<String> key, Path dump)
            throws InterruptedException {
        Map<Integer, List<Candidate>> open = new LinkedHashMap<>();
        for (int i = 0; i < form.columns().size(); i++) {
            String name = form.columns().get(i).name();
            if (!declared.contains(name)) {
                open.put(i, key.contains(name) ? CANDIDATES.subList(0, 1) : CANDIDATES);
            }
        }
        String rows = DumpSql.parquet(dump);
        Map<Integer, List<Candidate>> likely = fitting(database, open, "(FROM " + rows + " LIMIT " + SAMPLE + ")");
        Map<Integer, List<Candidate>> certain = fitting(database, likely, rows);
        List<DumpColumn> columns = new ArrayList<>(form.columns());
        for (var found : certain.entrySet()) {
            if (found.getValue().size() == 1) {
                columns.set(
                        found.getKey(),
                        new DumpColumn(
                                columns.get(found.getKey()).name(),
                                type(database, found.getValue().getFirst().type(), found.getKey(), rows)));
            }
        }
        return new DumpForm(columns);
    }

    private static Map<Integer, List<Candidate>> fitting(
            DuckDb database, Map<Integer, List<Candidate>> candidates, String rows) throws InterruptedException {
        List<String> questions = new ArrayList<>();
        candidates.forEach(
                (column, types) -> types.forEach(type -> questions.add("count(c" + column + ") > 0 AND bool_and(c"
                        + column + " IS NULL OR regexp_full_match(c" + column + ", " + literal(type.form()) + "))")));
        Map<Integer, List<Candidate>> fitting = new LinkedHashMap<>();
        if (questions.isEmpty()) {
            return fitting;
        }
        database.read("SELECT " + String.join(", ", questions) + " FROM " + rows, row -> {
            int answer = 0;
            for (var column : candidates.entrySet()) {
                List<Candidate> left = new ArrayList<>();
                for (Candidate type : column.getValue()) {
                    if (row.getBoolean(++answer)) {
                        left.add(type);
                    }
                }
                fitting.put(column.getKey(), left);
            }
        });
        fitting.values().removeIf(List::isEmpty);
        return fitting;
    }

    /** Of a decimal, the digits after the point: all values have as many, or it is text. */
    private static DumpType type(DuckDb database, DumpType found, int column, String rows) {
        if (!(found instanceof DumpType.Decimal)) {
            return found;
        }
        String digits = "length(split_part(c" + column + ", '.', 2))";
        long scale = database.number("SELECT CASE WHEN min(" + digits + ") = max(" + digits + ") THEN max(" + digits
                + ") ELSE 0 END FROM " + rows + " WHERE c" + column + " IS NOT NULL");
        return scale == 0 ? new DumpType.Text() : new DumpType.Decimal(DIGITS, Math.toIntExact(scale));
    }
}
