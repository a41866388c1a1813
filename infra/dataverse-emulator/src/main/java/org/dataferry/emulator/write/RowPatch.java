package org.dataferry.emulator.write;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.dataferry.emulator.address.RowAddress;
import org.dataferry.emulator.metadata.Column;
import org.dataferry.emulator.metadata.Table;
import org.jspecify.annotations.Nullable;

/**
 * What a body asks for: values for columns (null clears) and rows for lookups, not yet checked against other rows.
 *
 * @param id the primary id in the body, if it has one
 * @param nested what it says of other rows
 */
record RowPatch(
        Table table,
        @Nullable UUID id,
        Map<Column, @Nullable Object> values,
        Map<Column, RowAddress> bindings,
        List<Nested> nested) {

    RowPatch withId(UUID known) {
        return new RowPatch(table, known, values, bindings, nested);
    }

    /** With the values of a key for the columns that the body lacks, as an upsert that creates takes them. */
    RowPatch withAbsent(Map<Column, Object> keyValues) {
        Map<Column, @Nullable Object> more = ColumnMap.copyOf(values);
        keyValues.forEach((column, value) -> {
            if (!values.containsKey(column) && !bindings.containsKey(column)) {
                more.put(column, value);
            }
        });
        return new RowPatch(table, id, more, bindings, nested);
    }

    /** Without these columns, as an upsert that updates leaves its key columns alone. */
    RowPatch without(Map<Column, Object> keyValues) {
        Map<Column, @Nullable Object> less = ColumnMap.copyOf(values);
        keyValues.keySet().forEach(less::remove);
        return new RowPatch(table, id, less, bindings, nested);
    }

    /** With this value for a column, whatever the body says. */
    RowPatch with(Column column, @Nullable Object value) {
        Map<Column, @Nullable Object> more = ColumnMap.copyOf(values);
        more.put(column, value);
        Map<Column, RowAddress> less = ColumnMap.copyOf(bindings);
        less.remove(column);
        return new RowPatch(table, id, more, less, nested);
    }

    boolean mentions(Column column) {
        return values.containsKey(column) || bindings.containsKey(column);
    }
}
