package org.dataferry.control.soak;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.key.SourceKey;
import org.dataferry.schemas.key.SourceTable;
import org.dataferry.schemas.value.Value;

/**
 * What the source has at the end, and which of it the target must have.
 *
 * @param present the rows and links of the source
 * @param settled those of its rows that wait for no row that the source does not have
 */
record SourceRows(Set<String> present, Set<String> settled) {

    private static final String SOURCE_NAME = "shop";

    static SourceRows read(SourceReader source, Expectations expectations) {
        Set<String> present = new HashSet<>();
        Set<String> settled = new HashSet<>();
        for (Expectation rows : expectations.rows()) {
            Set<String> waiting = keys(source.query(rows.unsettled()));
            for (String key : keys(source.query(rows.query()))) {
                present.add(rowId(rows, key).text());
                if (!waiting.contains(key)) {
                    settled.add(rowId(rows, key).text());
                }
            }
        }
        for (ExpectedLinks links : expectations.links()) {
            for (List<String> ends : source.query(links.query())) {
                present.add(linkId(links, expectations, ends).text());
            }
        }
        return new SourceRows(present, settled);
    }

    boolean has(RowId row) {
        return present.contains(row.text());
    }

    /** Whether nothing keeps the row from the target. */
    boolean isSettled(RowId row) {
        return settled.contains(row.text());
    }

    static RowId rowId(Expectation rows, String key) {
        return new RowId.OfSource(
                rows.entity(),
                new SourceTable(SOURCE_NAME, "public", rows.table()),
                SourceKey.of(new Value.Whole(Long.parseLong(key))));
    }

    static RowId linkId(ExpectedLinks links, Expectations expectations, List<String> ends) {
        return new RowId.Link(
                links.relationship(),
                rowId(expectations.rowsOf(links.first()), ends.get(0)),
                rowId(expectations.rowsOf(links.second()), ends.get(1)));
    }

    private static Set<String> keys(List<List<String>> rows) {
        return rows.stream().map(List::getFirst).collect(Collectors.toSet());
    }
}
