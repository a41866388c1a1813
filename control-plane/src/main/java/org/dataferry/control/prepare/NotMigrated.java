package org.dataferry.control.prepare;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.dataferry.capture.source.SourceCatalogue;
import org.dataferry.capture.source.SourceColumn;
import org.dataferry.capture.source.SourceTable;
import org.dataferry.transform.mapping.ColumnsRead;

/**
 * What of the source stays where it is: so that nobody finds out afterwards.
 *
 * @param tables that no mapping file reads, {@code schema.table}
 * @param columns that no mapping file reads, of the other tables; without tables of which all is read
 */
public record NotMigrated(List<String> tables, List<ColumnsOf> columns) {

    /** @param table as {@code schema.table} */
    public record ColumnsOf(String table, List<String> columns) {
        public ColumnsOf {
            columns = List.copyOf(columns);
        }
    }

    public NotMigrated {
        tables = List.copyOf(tables);
        columns = List.copyOf(columns);
    }

    /** @param source the migration's name for it */
    public static NotMigrated of(SourceCatalogue catalogue, String source, Blueprint blueprint) {
        Map<String, Set<String>> read = new TreeMap<>();
        ColumnsRead.of(blueprint.files(), SourceView.of(catalogue, source))
                .forEach((table, columns) -> read.put(table.qualified(), columns));
        List<String> tables = new ArrayList<>();
        List<ColumnsOf> columns = new ArrayList<>();
        for (SourceTable table : catalogue.tables()) {
            String name = table.name().toString();
            Set<String> known = read.get(name);
            if (known == null) {
                tables.add(name);
                continue;
            }
            List<String> left = table.columns().stream()
                    .map(SourceColumn::name)
                    .filter(column -> !known.contains(column))
                    .toList();
            if (!left.isEmpty()) {
                columns.add(new ColumnsOf(name, left));
            }
        }
        return new NotMigrated(tables, columns);
    }
}
