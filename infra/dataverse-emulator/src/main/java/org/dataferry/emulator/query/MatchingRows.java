package org.dataferry.emulator.query;

import java.util.Map;
import java.util.function.Predicate;
import org.dataferry.emulator.metadata.Catalog;
import org.dataferry.emulator.metadata.Table;
import org.dataferry.emulator.store.Row;

/** Which rows of a table a condition holds for, for whoever reads rows by other ways than a query. */
public final class MatchingRows {
    private MatchingRows() {}

    /** @param filter as of $filter; blank for all rows */
    public static Predicate<Row> of(Catalog catalog, Table table, String filter) {
        return filter.isBlank()
                ? row -> true
                : new RowFilter(table, catalog.collation()).bind(FilterParser.parse(filter, Map.of()));
    }
}
