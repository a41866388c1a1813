package org.dataferry.control.demo.business;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class BusinessTest {

    private static final long SEED = 7;
    private static final Business SMALL = new Business(SEED, 2_000);

    @Test
    void hasAsManyRowsAsItWasToldTo() {
        for (long rows : List.of(Business.FEWEST_ROWS, 1_999L, 50_000L)) {
            Business business = new Business(SEED, rows);
            assertThat(LongStream.of(List.of(Table.values()).stream()
                                    .mapToLong(business::count)
                                    .toArray())
                            .sum())
                    .isEqualTo(rows);
        }
    }

    @Test
    void isTheSameForTheSameSeedAndAnotherForAnother() {
        assertThat(rows(new Business(SEED, 2_000), Table.SHIFT_ORDERS))
                .isEqualTo(rows(SMALL, Table.SHIFT_ORDERS))
                .isNotEqualTo(rows(new Business(SEED + 1, 2_000), Table.SHIFT_ORDERS));
    }

    @Test
    void hasThirtyEightMappedColumnsInItsWidestTable() {
        assertThat(SMALL.width(Table.SHIFT_ORDERS)).isEqualTo(38);
    }

    @Test
    void hasEveryKindOfDirtOfEachTableInASmallOne() {
        for (Table table : Table.values()) {
            Set<Dirt> kinds = new HashSet<>();
            rows(SMALL, table).forEach(row -> row.dirt().ifPresent(kinds::add));
            assertThat(kinds).as("%s", table).isEqualTo(EnumSet.copyOf(SMALL.kinds(table)));
        }
    }

    @Test
    void hasDirtAtAKnownRate() {
        Business large = new Business(SEED, 50_000);
        long dirty = rows(large, Table.SHIFTS).stream()
                .filter(row -> row.dirt().isPresent())
                .count();

        // Fewer where a row of a missing parent cannot have the one defect.
        long kinds = large.kinds(Table.SHIFTS).size();
        assertThat(dirty)
                .isBetween(
                        large.count(Table.SHIFTS) * (kinds - 1) / Business.DIRTY_ONE_IN,
                        large.count(Table.SHIFTS) * kinds / Business.DIRTY_ONE_IN + kinds);
    }

    @Test
    void spoilsExactlyOneCellOfADirtyRow() {
        for (Table table : Table.values()) {
            for (Business.Row row : rows(SMALL, table)) {
                if (row.dirt().isPresent()) {
                    assertThat(differences(row)).as("%s", row).isEqualTo(1);
                }
            }
        }
    }

    @Test
    void pairsEachDuplicateWithOneHealthyRowOfTheSameNumber() {
        int at = SMALL.columns(Table.SHIFT_ORDERS).indexOf("order_number");
        int pairs = 0;
        for (Business.Row row : rows(SMALL, Table.SHIFT_ORDERS)) {
            if (row.dirt().filter(Dirt.DUPLICATE::equals).isPresent()) {
                pairs++;
                long other = SMALL.twin(Table.SHIFT_ORDERS, row.number()).orElseThrow();
                Business.Row twin = SMALL.row(Table.SHIFT_ORDERS, other, 0);
                assertThat(twin.dirt()).isEmpty();
                assertThat(twin.cells().get(at)).isEqualTo(row.cells().get(at));
                assertThat(SMALL.twin(Table.SHIFT_ORDERS, other)).hasValue(row.number());
            }
        }
        assertThat(pairs).isPositive();
    }

    @Test
    void findsAPairingAgainByItsKeys() {
        for (long number = 0; number < 3 * SMALL.count(Table.PROVIDERS); number++) {
            long provider = SMALL.parent(Table.PROVIDER_ACCOUNTS, number, Table.PROVIDERS)
                    .orElseThrow();
            long account = SMALL.parent(Table.PROVIDER_ACCOUNTS, number, Table.ACCOUNTS)
                    .orElseThrow();
            assertThat(SMALL.pairing(provider + 1, account + 1)).isEqualTo(number);
        }
    }

    /** Cells that are not as those of the same row without dirt: made by the same draws, as dirt draws for itself. */
    private static long differences(Business.Row row) {
        List<Column> columns =
                java.util.Objects.requireNonNull(Shape.all().get(row.table())).columns();
        long differences = 0;
        for (int at = 0; at < columns.size(); at++) {
            Pick pick = Pick.of(SEED, row.table().ordinal(), row.number(), at, 0);
            Cell healthy = Cell.of(columns.get(at).maker().make(new RowPick(SMALL, row.table(), row.number(), pick)));
            differences += healthy.equals(row.cells().get(at)) ? 0 : 1;
        }
        return differences;
    }

    private static List<Business.Row> rows(Business business, Table table) {
        List<Business.Row> rows = new ArrayList<>();
        for (long number = 0; number < business.count(table); number++) {
            rows.add(business.row(table, number, 0));
        }
        return rows;
    }
}
