package org.dataferry.capture.dump.intake;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.dataferry.capture.dump.DumpColumn;
import org.dataferry.capture.dump.DumpForm;
import org.dataferry.capture.dump.DumpTable;
import org.dataferry.capture.dump.DumpType;
import org.dataferry.capture.dump.Finding;

/**
 * The columns of a file beside those of the dumps before it.
 *
 * @param form the columns that a saved dump gets: those that are known, then new ones
 * @param notes what is worth to be known
 */
record HeaderCheck(DumpForm form, List<Finding> findings, List<String> notes) {

    HeaderCheck {
        findings = List.copyOf(findings);
        notes = List.copyOf(notes);
    }

    /**
     * @param told types that whoever wrote the file has named; they count for columns that are new and not declared
     * @param known empty before the first dump was accepted
     */
    static HeaderCheck of(DumpTable table, List<String> columns, Map<String, DumpType> told, Optional<DumpForm> known) {
        List<Finding> findings = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        requireDistinct(columns, findings);
        for (String key : table.key()) {
            if (!columns.contains(key)) {
                findings.add(new Finding(
                        Finding.Kind.KEY_MISSING,
                        "it has no column " + key + ", which is of the key; it has " + String.join(", ", columns)));
            }
        }
        for (String declared : table.declared().keySet()) {
            if (!columns.contains(declared) && known.isEmpty()) {
                findings.add(new Finding(
                        Finding.Kind.COLUMNS_MISSING,
                        "it has no column " + declared + ", whose type is declared; it has "
                                + String.join(", ", columns)));
            }
        }
        DumpForm form = known.map(fixed -> compared(table, columns, told, fixed, findings, notes))
                .orElseGet(() -> new DumpForm(columns.stream()
                        .map(column -> column(table, told, column))
                        .toList()));
        return new HeaderCheck(form, findings, notes);
    }

    private static DumpForm compared(
            DumpTable table,
            List<String> columns,
            Map<String, DumpType> told,
            DumpForm known,
            List<Finding> findings,
            List<String> notes) {
        for (DumpColumn column : known.columns()) {
            DumpType declared = table.declared().get(column.name());
            if (declared != null && !declared.equals(column.type())) {
                findings.add(new Finding(
                        Finding.Kind.TYPES_CHANGED,
                        "column " + column.name() + " is declared as " + declared.text() + " and was taken as "
                                + column.type().text() + " since the first dump; declare it so, or begin the migration"
                                + " anew"));
            }
        }
        List<String> added =
                columns.stream().filter(each -> !known.names().contains(each)).toList();
        List<String> missing =
                known.names().stream().filter(each -> !columns.contains(each)).toList();
        if (!added.isEmpty()) {
            findings.add(new Finding(
                    Finding.Kind.COLUMNS_ADDED,
                    "it has new columns: " + String.join(", ", added)
                            + ". If it is accepted they are taken from now on," + " and every row counts as changed"));
        }
        if (!missing.isEmpty()) {
            findings.add(new Finding(
                    Finding.Kind.COLUMNS_MISSING,
                    "it lacks columns: " + String.join(", ", missing) + ". If it is accepted they are empty in every"
                            + " row"));
        }
        if (added.isEmpty() && missing.isEmpty() && !columns.equals(known.names())) {
            notes.add("its columns stand in another order than those of the first dump; they are known by their names");
        }
        return known.with(
                added.stream().map(column -> column(table, told, column)).toList());
    }

    private static DumpColumn column(DumpTable table, Map<String, DumpType> told, String name) {
        DumpType declared = table.declared().getOrDefault(name, told.getOrDefault(name, new DumpType.Text()));
        boolean isSafe = DumpTable.canBeKey(declared) || !table.key().contains(name);
        return new DumpColumn(name, isSafe ? declared : new DumpType.Text());
    }

    private static void requireDistinct(List<String> columns, List<Finding> findings) {
        Set<String> seen = new HashSet<>();
        for (String column : columns) {
            if (column.isBlank() || !seen.add(column)) {
                findings.add(new Finding(
                        Finding.Kind.COLUMNS_REPEATED,
                        column.isBlank()
                                ? "a column of its header has no name"
                                : "its header has the column " + column + " twice"));
            }
        }
    }
}
