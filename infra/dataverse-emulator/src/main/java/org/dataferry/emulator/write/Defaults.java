package org.dataferry.emulator.write;

import java.time.Clock;
import org.dataferry.emulator.metadata.Column;
import org.dataferry.emulator.metadata.ColumnType;
import org.dataferry.emulator.metadata.Table;
import org.dataferry.emulator.store.Row;
import org.dataferry.emulator.store.WriteUnit;

/** The values that a new row gets where the body has none: default options, and automatic numbers. */
final class Defaults {
    private Defaults() {}

    static void set(WriteUnit unit, Clock clock, Table table, Column column, Row row) {
        if (row.get(column) != null) {
            return;
        }
        if (column.type() instanceof ColumnType.YesNo flag) {
            row.set(column, flag.defaultValue());
        } else if (column.type() instanceof ColumnType.Choice choice && choice.defaultValue() >= 0) {
            row.set(column, choice.defaultValue());
        } else if (column.type() instanceof ColumnType.Text text && text.autoNumber() != null) {
            row.set(column, AutoNumbers.next(unit, clock, table, column, text.autoNumber()));
        }
    }
}
