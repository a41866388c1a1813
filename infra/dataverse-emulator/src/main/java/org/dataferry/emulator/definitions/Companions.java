package org.dataferry.emulator.definitions;

import org.dataferry.emulator.metadata.Catalog;
import org.dataferry.emulator.metadata.Column;
import org.dataferry.emulator.metadata.ColumnType;
import org.dataferry.emulator.metadata.FileColumns;
import org.dataferry.emulator.metadata.MoneyColumns;
import org.dataferry.emulator.metadata.Table;

/** The columns that Dataverse makes by itself beside a new amount, file or image. */
final class Companions {
    private Companions() {}

    static Catalog of(Catalog catalog, Table table, Column column) {
        if (column.type() instanceof ColumnType.Money) {
            return MoneyColumns.withCompanions(catalog, table.logicalName(), column);
        }
        return column.type() instanceof ColumnType.File || column.type() instanceof ColumnType.Image
                ? FileColumns.withCompanions(catalog, table.logicalName(), column)
                : catalog;
    }
}
