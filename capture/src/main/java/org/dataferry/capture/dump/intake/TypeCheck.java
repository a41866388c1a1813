package org.dataferry.capture.dump.intake;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.dataferry.capture.dump.DuckDb;
import org.dataferry.capture.dump.DumpColumn;
import org.dataferry.capture.dump.DumpForm;
import org.dataferry.capture.dump.DumpType;
import org.dataferry.capture.dump.RowReader;

/**
 * Counts the new and changed rows whose texts are not of the types of their columns. They are not published when the dump is,
 * so it must be known before whether that is a few or all.
 *
 * @param unreadable how many there are
 * @param first the first reasons
 */
record TypeCheck(long unreadable, List<String> first) {

    private static final int MOST_REASONS = 3;

    TypeCheck {
        first = List.copyOf(first);
    }

    /**
     * @param prefix of the columns' names
     * @param rows a statement's end, from which to read
     */
    static TypeCheck of(DuckDb database, DumpForm form, List<String> key, String prefix, String rows)
            throws InterruptedException {
        Set<Integer> looked = new LinkedHashSet<>();
        for (int i = 0; i < form.columns().size(); i++) {
            if (!(form.columns().get(i).type() instanceof DumpType.Text)) {
                looked.add(i);
            }
        }
        if (looked.isEmpty()) {
            return new TypeCheck(0, List.of());
        }
        key.forEach(column -> looked.add(form.names().indexOf(column)));
        List<DumpColumn> columns =
                looked.stream().map(i -> form.columns().get(i)).toList();
        RowReader reader = new RowReader(new DumpForm(columns), key);
        List<String> reasons = new ArrayList<>();
        long[] unreadable = new long[1];
        database.read(
                "SELECT " + looked.stream().map(i -> prefix + i).collect(Collectors.joining(", ")) + rows, row -> {
                    if (reader.read(DuckDb.texts(row, 1, columns.size()))
                            instanceof RowReader.Result.Unreadable(String reason)) {
                        unreadable[0]++;
                        if (reasons.size() < MOST_REASONS) {
                            reasons.add(reason);
                        }
                    }
                });
        return new TypeCheck(unreadable[0], reasons);
    }
}
