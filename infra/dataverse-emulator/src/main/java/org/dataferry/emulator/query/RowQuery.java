package org.dataferry.emulator.query;

import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.UUID;
import java.util.function.Predicate;
import org.dataferry.emulator.metadata.Table;
import org.dataferry.emulator.store.Row;
import org.dataferry.emulator.store.RowReads;
import org.jspecify.annotations.Nullable;

/** Finds the rows of one page: by candidates where an index helps, else by a scan; a page is all that is kept in memory. */
final class RowQuery {
    /** @param more whether there are rows behind these */
    record Page(List<Row> rows, boolean more) {}

    private final RowReads reads;
    private final Table table;
    private final @Nullable Filter filter;
    private final @Nullable List<UUID> scope;
    private final Predicate<Row> condition;
    private final RowOrder order;

    /** @param scope the rows that are asked about, or null for all of the table */
    RowQuery(RowReads reads, Table table, @Nullable List<UUID> scope, @Nullable Filter filter, String orderBy) {
        this.reads = reads;
        this.table = table;
        this.scope = scope == null ? null : Candidates.merged(scope, List.of());
        this.filter = filter;
        RowFilter binding = new RowFilter(table, reads.catalog().collation());
        condition = filter == null ? row -> true : binding.bind(filter);
        order = new RowOrder(binding, orderBy);
    }

    /** @param cookie of the page before, or null for the first page */
    Page page(@Nullable PageCookie cookie, int size) {
        return order.natural() ? inOrderOfIds(cookie == null ? null : cookie.last(), size) : sorted(cookie, size);
    }

    /** The number of matching rows, counting no further than the limit. */
    long count(long limit) {
        long[] count = {0};
        visit(null, row -> ++count[0] < limit);
        return count[0];
    }

    private Page inOrderOfIds(@Nullable UUID after, int size) {
        List<Row> rows = new ArrayList<>();
        visit(after, row -> {
            rows.add(row);
            return rows.size() <= size;
        });
        return cut(rows, size);
    }

    PageCookie cookie(int pageNumber, Row last) {
        return new PageCookie(pageNumber, last.id(), order.valuesOf(last));
    }

    private Page sorted(@Nullable PageCookie cookie, int size) {
        Row last = cookie == null ? null : order.standIn(table, cookie);
        PriorityQueue<Row> best = new PriorityQueue<>(order.reversed());
        visit(null, row -> {
            if (last == null || order.compare(row, last) > 0) {
                best.add(row);
                if (best.size() > size + 1) {
                    best.poll();
                }
            }
            return true;
        });
        List<Row> rows = new ArrayList<>(best);
        rows.sort(order);
        return cut(rows, size);
    }

    private static Page cut(List<Row> rows, int size) {
        boolean more = rows.size() > size;
        return new Page(more ? List.copyOf(rows.subList(0, size)) : rows, more);
    }

    private void visit(@Nullable UUID after, Predicate<Row> visitor) {
        List<UUID> candidates = scope != null || filter == null ? scope : new Candidates(reads, table).of(filter);
        if (candidates == null) {
            reads.scan(table, after, row -> !condition.test(row) || visitor.test(row));
            return;
        }
        for (UUID id : candidates) {
            Row row = after == null || RowOrder.BY_ID.compare(id, after) > 0 ? reads.row(table, id) : null;
            if (row != null && condition.test(row) && !visitor.test(row)) {
                return;
            }
        }
    }
}
