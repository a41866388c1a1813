package org.dataferry.control.prepare;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.dataferry.capture.source.SourceColumn;
import org.dataferry.control.source.Catalogues;
import org.dataferry.transform.mapping.ColumnsRead;

/**
 * What of the sources stays where it is: so that nobody finds out afterwards.
 *
 * @param tables that no mapping file reads, as mapping files name them
 * @param columns that no mapping file reads, of the other tables; without tables of which all is read
 */
public record NotMigrated(List<String> tables, List<ColumnsOf> columns) {

    /** @param table as mapping files name it */
    public record ColumnsOf(String table, List<String> columns) {
        public ColumnsOf {
            columns = List.copyOf(columns);
        }
    }

    public NotMigrated {
        tables = List.copyOf(tables);
        columns = List.copyOf(columns);
    }

    public static NotMigrated of(Catalogues catalogues, Blueprint blueprint) {
        Map<org.dataferry.schemas.key.SourceTable, Set<String>> read =
                ColumnsRead.of(blueprint.files(), SourceView.of(catalogues));
        List<String> tables = new ArrayList<>();
        List<ColumnsOf> columns = new ArrayList<>();
        catalogues.tables().forEach((table, found) -> {
            String name = catalogues.names().text(table);
            Set<String> known = read.get(table);
            if (known == null) {
                tables.add(name);
                return;
            }
            List<String> left = found.columns().stream()
                    .map(SourceColumn::name)
                    .filter(column -> !known.contains(column))
                    .toList();
            if (!left.isEmpty()) {
                columns.add(new ColumnsOf(name, left));
            }
        });
        return new NotMigrated(tables, columns);
    }
}
