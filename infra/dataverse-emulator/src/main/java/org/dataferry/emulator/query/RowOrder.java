package org.dataferry.emulator.query;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.dataferry.emulator.error.Refusals;
import org.dataferry.emulator.metadata.Collation;
import org.dataferry.emulator.metadata.Column;
import org.dataferry.emulator.metadata.ColumnType;
import org.dataferry.emulator.store.Reference;
import org.dataferry.emulator.store.Row;
import org.dataferry.emulator.store.RowReads;
import org.dataferry.emulator.value.Literals;
import org.jspecify.annotations.Nullable;

/**
 * The order of rows: the columns of $orderby, then the id, so that it is total and a page can go on where the last one ended.
 *
 * <p>Source: Microsoft's page "Order rows using OData".
 */
final class RowOrder implements Comparator<RowOrder.Key> {
    /** As the store has them: unsigned. */
    static final Comparator<UUID> BY_ID = (a, b) -> {
        int high = Long.compareUnsigned(a.getMostSignificantBits(), b.getMostSignificantBits());
        return high != 0 ? high : Long.compareUnsigned(a.getLeastSignificantBits(), b.getLeastSignificantBits());
    };

    /** By what a row is sorted: the values of the columns of $orderby, and the id. */
    record Key(UUID id, @Nullable Object[] values) {}

    private record Term(Column column, boolean descending) {}

    private final List<Term> terms = new ArrayList<>();
    private final RowReads reads;
    private final Collation collation;

    RowOrder(RowReads reads, RowFilter columns, String orderBy) {
        this.reads = reads;
        collation = columns.collation();
        for (String term : orderBy.split(",")) {
            if (!term.isBlank()) {
                String[] words = term.strip().split("\\s+");
                boolean descending = words.length > 1 && words[1].equals("desc");
                if (words.length > 2 || words.length == 2 && !descending && !words[1].equals("asc")) {
                    throw Refusals.badQuery("'" + term.strip() + "' is not a column with asc or desc in $orderby.");
                }
                if (words[0].indexOf('/') >= 0) {
                    throw Refusals.notEmulated("$orderby of a column of a related row ('" + words[0] + "')");
                }
                terms.add(new Term(columns.column(words[0]), descending));
            }
        }
    }

    /** Lookups are sorted by the primary names of their rows, choices by their numbers. */
    Key key(Row row) {
        @Nullable Object[] values = new Object[terms.size()];
        for (int i = 0; i < values.length; i++) {
            Object value = row.get(terms.get(i).column());
            values[i] = value instanceof Reference target ? Annotations.name(reads, target) : value;
        }
        return new Key(row.id(), values);
    }

    /** Where the page that this is the cookie of ended. */
    Key key(PageCookie cookie) {
        @Nullable Object[] values = new Object[terms.size()];
        for (int i = 0; i < Math.min(values.length, cookie.values().size()); i++) {
            String text = cookie.values().get(i);
            ColumnType type = terms.get(i).column().type();
            if (!text.isEmpty()) {
                values[i] = type instanceof ColumnType.Lookup
                        ? text.substring(1)
                        : Literals.parseText(type, text.substring(1));
            }
        }
        return new Key(cookie.last(), values);
    }

    /** The values by which a row is sorted, as texts; a value is marked, so that an empty one is none. */
    List<String> valuesOf(Row row) {
        return Stream.of(key(row).values())
                .map(value -> value == null ? "" : "=" + value)
                .toList();
    }

    /** Whether it is the order in which the store has the rows anyway. */
    boolean natural() {
        return terms.isEmpty();
    }

    @Override
    public int compare(Key left, Key right) {
        for (int i = 0; i < terms.size(); i++) {
            int order = Comparison.order(collation, left.values()[i], right.values()[i]);
            if (order != 0) {
                return terms.get(i).descending() ? -order : order;
            }
        }
        return BY_ID.compare(left.id(), right.id());
    }
}
