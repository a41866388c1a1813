package org.dataferry.emulator.definitions;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.dataferry.emulator.metadata.Catalog;
import org.dataferry.emulator.metadata.Column;
import org.dataferry.emulator.metadata.ColumnType;
import org.dataferry.emulator.metadata.FileColumns;
import org.dataferry.emulator.metadata.MoneyColumns;
import org.dataferry.emulator.metadata.Table;

/** The columns that Dataverse makes by itself beside a new amount, file or image, and that go with it. */
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

    /** Those that a table has of a column. A row's currency stays: other amounts may be in it. */
    static List<Column> in(Table table, Column column) {
        Set<String> schemaNames = switch (column.type()) {
            case ColumnType.Money ignored -> Set.of(column.schemaName() + "_Base");
            case ColumnType.File ignored ->
                FileColumns.companionsOfFile(column.schemaName()).keySet();
            case ColumnType.Image ignored ->
                FileColumns.companionsOfImage(column.schemaName()).keySet();
            default -> Set.of();
        };
        return table.columns().stream()
                .filter(other -> schemaNames.stream()
                        .anyMatch(name -> name.toLowerCase(Locale.ROOT).equals(other.logicalName())))
                .toList();
    }
}
