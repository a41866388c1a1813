package org.dataferry.emulator.query;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.dataferry.emulator.error.Refusals;
import org.dataferry.emulator.metadata.Collation;
import org.dataferry.emulator.metadata.Column;
import org.dataferry.emulator.metadata.Table;
import org.dataferry.emulator.store.Reference;
import org.dataferry.emulator.store.Row;
import org.dataferry.emulator.value.Literals;

/** The order of rows: the columns of $orderby, then the id, so that it is total and a page can go on where the last one ended. */
final class RowOrder implements Comparator<Row> {
    /** As the store has them: unsigned. */
    static final Comparator<UUID> BY_ID = (a, b) -> {
        int high = Long.compareUnsigned(a.getMostSignificantBits(), b.getMostSignificantBits());
        return high != 0 ? high : Long.compareUnsigned(a.getLeastSignificantBits(), b.getLeastSignificantBits());
    };

    private record Term(Column column, boolean descending) {}

    private final List<Term> terms = new ArrayList<>();
    private final Collation collation;

    RowOrder(RowFilter columns, String orderBy) {
        collation = columns.collation();
        for (String term : orderBy.split(",")) {
            if (!term.isBlank()) {
                String[] words = term.strip().split("\\s+");
                boolean descending = words.length > 1 && words[1].equals("desc");
                if (words.length > 2 || words.length == 2 && !descending && !words[1].equals("asc")) {
                    throw Refusals.badQuery("'" + term.strip() + "' is not a column with asc or desc in $orderby.");
                }
                terms.add(new Term(columns.column(words[0]), descending));
            }
        }
    }

    /** The values by which a row is sorted, as texts; a value is marked, so that an empty one is none. */
    List<String> valuesOf(Row row) {
        return terms.stream()
                .map(term -> row.get(term.column()))
                .map(value -> value == null ? "" : "=" + (value instanceof Reference target ? target.id() : value))
                .toList();
    }

    /** A row that stands where the one with these values stood. */
    Row standIn(Table table, PageCookie cookie) {
        Row row = Row.of(table, cookie.last());
        for (int i = 0; i < Math.min(terms.size(), cookie.values().size()); i++) {
            Column column = terms.get(i).column();
            String value = cookie.values().get(i);
            row.set(column, value.isEmpty() ? null : Literals.parseText(column.type(), value.substring(1)));
        }
        return row;
    }

    /** Whether it is the order in which the store has the rows anyway. */
    boolean natural() {
        return terms.isEmpty();
    }

    @Override
    public int compare(Row left, Row right) {
        for (Term term : terms) {
            int order = Comparison.order(collation, left.get(term.column()), right.get(term.column()));
            if (order != 0) {
                return term.descending() ? -order : order;
            }
        }
        return BY_ID.compare(left.id(), right.id());
    }
}
