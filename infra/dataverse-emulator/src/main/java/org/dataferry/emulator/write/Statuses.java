package org.dataferry.emulator.write;

import java.util.List;
import org.dataferry.emulator.error.Refusal;
import org.dataferry.emulator.metadata.Column;
import org.dataferry.emulator.metadata.ColumnType;
import org.dataferry.emulator.metadata.ColumnType.Option;
import org.dataferry.emulator.metadata.Table;
import org.dataferry.emulator.store.Row;

/** State and status of a row: it begins Active, a state alone takes its default status, and a status must belong to its state. */
final class Statuses {
    private Statuses() {}

    static void onCreate(Table table, Row row) {
        Column state = table.column("statecode");
        Column status = table.column("statuscode");
        if (state != null && status != null) {
            row.set(state, 0);
            if (row.get(status) == null) {
                row.set(status, defaultStatus(state, 0));
            }
            check(table, row, state, status);
        }
    }

    static void onUpdate(RowPatch patch, Row before, Row row) {
        Table table = patch.table();
        Column state = table.column("statecode");
        Column status = table.column("statuscode");
        if (state == null || status == null) {
            return;
        }
        if (row.get(state) == null) {
            row.set(state, before.get(state));
        }
        boolean stateChanged = !String.valueOf(row.get(state)).equals(String.valueOf(before.get(state)));
        if (row.get(status) == null || stateChanged && !patch.mentions(status)) {
            row.set(status, defaultStatus(state, number(row, state)));
        }
        check(table, row, state, status);
    }

    private static void check(Table table, Row row, Column state, Column status) {
        int current = number(row, state);
        int value = number(row, status);
        boolean belongs = ((ColumnType.Status) status.type())
                .options().stream().anyMatch(option -> option.value() == value && option.state() == current);
        if (!belongs) {
            throw new Refusal(
                    400,
                    "0x80048408",
                    value + " is not a valid status code for state code "
                            + table.names().schemaName() + "State."
                            + option(state, current).label() + " on " + table.logicalName() + " with Id " + row.id()
                            + ".");
        }
    }

    private static int defaultStatus(Column state, int value) {
        return option(state, value).defaultStatus();
    }

    private static Option option(Column state, int value) {
        List<Option> options = ((ColumnType.State) state.type()).options();
        return options.stream()
                .filter(option -> option.value() == value)
                .findFirst()
                .orElse(options.getFirst());
    }

    private static int number(Row row, Column column) {
        return row.get(column) instanceof Integer number ? number : 0;
    }
}
