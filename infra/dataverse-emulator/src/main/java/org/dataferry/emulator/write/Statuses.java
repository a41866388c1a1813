package org.dataferry.emulator.write;

import java.util.List;
import java.util.Objects;
import org.dataferry.emulator.assumptions.Assumptions;
import org.dataferry.emulator.assumptions.Assumptions.StateOnCreate;
import org.dataferry.emulator.error.Refusal;
import org.dataferry.emulator.metadata.Column;
import org.dataferry.emulator.metadata.ColumnType;
import org.dataferry.emulator.metadata.ColumnType.Option;
import org.dataferry.emulator.metadata.Table;
import org.dataferry.emulator.store.Row;

/**
 * State and status of a row: it begins in the first state, a state alone takes its default status, and a status must belong to its state.
 *
 * <p>Source: Microsoft's pages "Update and delete table rows using the Web API" and "Define custom state model transitions".
 */
final class Statuses {
    private Statuses() {}

    static void onCreate(RowPatch patch, Row row, Assumptions.Writes assumptions) {
        Table table = patch.table();
        Column state = table.column("statecode");
        Column status = table.column("statuscode");
        if (state == null || status == null) {
            return;
        }
        int first = states(state).getFirst().value();
        Object asked = patch.values().get(state);
        if (asked != null && assumptions.stateOnCreate() == StateOnCreate.Refused) {
            throw new Refusal(
                    400,
                    "0x80040203",
                    "The attribute 'statecode' of '" + table.logicalName() + "' is not valid for create.");
        }
        row.set(state, asked != null && assumptions.stateOnCreate() == StateOnCreate.Accepted ? asked : first);
        if (row.get(status) == null) {
            row.set(status, defaultStatus(state, number(row, state)));
        }
        check(table, row, state, status);
    }

    static void onUpdate(RowPatch patch, Row before, Row row, Assumptions.Writes assumptions) {
        Table table = patch.table();
        Column state = table.column("statecode");
        Column status = table.column("statuscode");
        if (state == null || status == null) {
            return;
        }
        if (row.get(state) == null) {
            row.set(state, before.get(state));
        }
        boolean stateChanged = !Objects.equals(row.get(state), before.get(state));
        if (row.get(status) == null || stateChanged && !patch.mentions(status)) {
            row.set(status, defaultStatus(state, number(row, state)));
        }
        check(table, row, state, status);
        if (assumptions.stateTransitionsEnforced()) {
            transition(table, before, row, status);
        }
    }

    /** A status that says where it may lead leads nowhere else. */
    private static void transition(Table table, Row before, Row row, Column status) {
        int from = number(before, status);
        int to = number(row, status);
        List<Integer> allowed =
                ((ColumnType.Status) status.type()).transitions().get(from);
        if (from != to && allowed != null && !allowed.contains(to)) {
            throw new Refusal(
                    400,
                    "0x8004f00e",
                    "Status reason transition from " + from + " to " + to + " is not allowed on " + table.logicalName()
                            + " with Id " + row.id() + ".");
        }
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
                            + option(state, current).label().text() + " on " + table.logicalName() + " with Id "
                            + row.id()
                            + ".");
        }
    }

    private static int defaultStatus(Column state, int value) {
        return option(state, value).defaultStatus();
    }

    static Option option(Column state, int value) {
        return states(state).stream()
                .filter(option -> option.value() == value)
                .findFirst()
                .orElse(states(state).getFirst());
    }

    private static List<Option> states(Column state) {
        return ((ColumnType.State) state.type()).options();
    }

    static int number(Row row, Column column) {
        return row.get(column) instanceof Integer number ? number : 0;
    }
}
