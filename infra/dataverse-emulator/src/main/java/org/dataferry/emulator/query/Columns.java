package org.dataferry.emulator.query;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.dataferry.emulator.metadata.Column;
import org.dataferry.emulator.metadata.ColumnType;
import org.dataferry.emulator.metadata.Table;
import org.dataferry.emulator.store.RowReads;

/** The columns that $select names. Source: Microsoft's page "Select columns using OData". */
final class Columns {
    private Columns() {}

    /** The primary id is always there; all columns where nothing is selected. */
    static List<Column> selected(RowReads reads, Table table, String select) {
        if (select.isBlank() || select.strip().equals("*")) {
            // The bytes of an image come only where they are asked for.
            return table.columns().stream()
                    .filter(column -> !(column.type() instanceof ColumnType.Image))
                    .toList();
        }
        Set<Column> columns = new LinkedHashSet<>();
        RowFilter names = new RowFilter(reads, table);
        for (String name : select.split(",")) {
            columns.add(names.column(name.strip()));
        }
        columns.add(table.columns().getFirst());
        return List.copyOf(columns);
    }
}
