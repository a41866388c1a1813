package org.dataferry.emulator.query.fetch;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import org.dataferry.emulator.error.Refusal;
import org.dataferry.emulator.metadata.Column;
import org.dataferry.emulator.query.Comparison;
import org.dataferry.emulator.query.fetch.Fetch.Entity;
import org.dataferry.emulator.query.fetch.Fetch.Link;
import org.dataferry.emulator.query.fetch.Fetch.Order;
import org.dataferry.emulator.store.Row;
import org.jspecify.annotations.Nullable;

/**
 * One page of joined rows. No more are kept in memory than up to its end.
 *
 * @param more whether there are rows behind it
 */
record FetchPage(List<Joined> rows, boolean more) {
    /** So many rows can be reached by page numbers. Source: Microsoft's page "Page results using FetchXml". */
    private static final int MAX_REACHED = 50_000;

    static FetchPage read(Fetch fetch, Plan plan, Columns columns) {
        int size = fetch.top() == null ? fetch.count() : Math.clamp(fetch.top(), 0, fetch.count());
        Comparator<Joined> order = order(Joined.ROOT, fetch.entity(), plan);
        boolean behindCookie = fetch.after() != null && order == null && plan.single() && !fetch.distinct();
        long skipped = behindCookie ? 0 : (fetch.page() - 1L) * size;
        if (skipped + size > MAX_REACHED && fetch.after() == null) {
            throw new Refusal(
                    400,
                    "0x80041129",
                    "Paging cookie is required when trying to retrieve a set of records on any high pages.");
        }
        int wanted = (int) Math.min(Integer.MAX_VALUE - 1L, skipped + size + 1);
        UUID after = behindCookie ? fetch.after() : null;
        Predicate<Joined> unseen = unseen(fetch, columns);
        List<Joined> found = order == null
                ? first(plan, after, unseen, wanted)
                : best(plan, unseen, order.thenComparing(FetchPage::byId), wanted);
        List<Joined> page = found.stream().skip(skipped).limit(size).toList();
        boolean more = fetch.top() == null && found.size() > skipped + size;
        return new FetchPage(page, more);
    }

    private static List<Joined> first(Plan plan, @Nullable UUID after, Predicate<Joined> unseen, int wanted) {
        List<Joined> found = new ArrayList<>();
        plan.each(after, row -> {
            if (unseen.test(row)) {
                found.add(row);
            }
            return found.size() < wanted;
        });
        return found;
    }

    private static List<Joined> best(Plan plan, Predicate<Joined> unseen, Comparator<Joined> order, int wanted) {
        PriorityQueue<Joined> best = new PriorityQueue<>(Collections.reverseOrder(order));
        plan.each(null, row -> {
            if (unseen.test(row)) {
                best.add(row);
                if (best.size() > wanted) {
                    best.poll();
                }
            }
            return true;
        });
        List<Joined> found = new ArrayList<>(best);
        found.sort(order);
        return found;
    }

    private static Predicate<Joined> unseen(Fetch fetch, Columns columns) {
        if (!fetch.distinct()) {
            return row -> true;
        }
        Set<List<@Nullable Object>> seen = new HashSet<>();
        return row -> seen.add(columns.key(row));
    }

    private static int byId(Joined left, Joined right) {
        Row a = left.row(Joined.ROOT);
        Row b = right.row(Joined.ROOT);
        return a == null || b == null ? 0 : a.id().compareTo(b.id());
    }

    /** The orders of the first table, then those of its links; null for none. */
    private static @Nullable Comparator<Joined> order(String alias, Entity entity, Plan plan) {
        Comparator<Joined> order = null;
        for (Order written : entity.orders()) {
            if (written.attribute() == null) {
                throw FetchReader.invalid("An order needs an attribute.");
            }
            Comparator<Joined> next = by(alias, plan.column(alias, written.attribute()), plan);
            next = written.descending() ? next.reversed() : next;
            order = order == null ? next : order.thenComparing(next);
        }
        for (Link link : entity.links()) {
            Comparator<Joined> next = order(link.alias(), link.entity(), plan);
            order = order == null || next == null ? (order == null ? next : order) : order.thenComparing(next);
        }
        return order;
    }

    private static Comparator<Joined> by(String alias, Column column, Plan plan) {
        return (left, right) ->
                Comparison.order(plan.collation(), value(left, alias, column), value(right, alias, column));
    }

    private static @Nullable Object value(Joined joined, String alias, Column column) {
        Row row = joined.row(alias);
        return row == null ? null : row.get(column);
    }
}
