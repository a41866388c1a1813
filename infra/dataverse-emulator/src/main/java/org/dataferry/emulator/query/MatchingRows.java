package org.dataferry.emulator.query;

import java.util.Map;
import java.util.function.Predicate;
import org.dataferry.emulator.metadata.Table;
import org.dataferry.emulator.store.Row;
import org.dataferry.emulator.store.RowReads;

/** Which rows of a table a condition holds for, for whoever reads rows by other ways than a query. */
public final class MatchingRows {
    private MatchingRows() {}

    /** @param reads must stay open as long as the condition is used
     * @param filter as of $filter; blank for all rows */
    public static Predicate<Row> of(RowReads reads, Table table, String filter) {
        return filter.isBlank() ? row -> true : new RowFilter(reads, table).bind(FilterParser.parse(filter, Map.of()));
    }
}
