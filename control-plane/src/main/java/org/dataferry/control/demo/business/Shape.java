package org.dataferry.control.demo.business;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The columns of a table and what can be wrong with its rows.
 *
 * @param dirt each kind that a row of it may have, in an order of its own, with the cell that is spoiled
 */
record Shape(List<Column> columns, List<Spoiled> dirt) {

    /** @param value what stands in the column instead of the healthy value */
    record Spoiled(Dirt dirt, String column, Column.Maker value) {}

    Shape {
        columns = List.copyOf(columns);
        dirt = List.copyOf(dirt);
    }

    Optional<Spoiled> spoiled(Dirt kind) {
        return dirt.stream().filter(one -> one.dirt() == kind).findFirst();
    }

    static Map<Table, Shape> all() {
        return Map.of(
                Table.ACCOUNTS, Accounts.shape(),
                Table.PROVIDERS, Providers.shape(),
                Table.JOBS, Jobs.shape(),
                Table.SHIFTS, Shifts.shape(),
                Table.PROVIDER_ACCOUNTS, Distances.shape(),
                Table.SHIFT_ORDERS, ShiftOrders.shape());
    }

    /** A key of a row that no table has. */
    static @Nullable Object missingRow(RowPick row) {
        return Business.MISSING + row.number();
    }
}
