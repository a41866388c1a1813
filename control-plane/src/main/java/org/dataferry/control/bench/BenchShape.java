package org.dataferry.control.bench;

import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.key.SourceKey;
import org.dataferry.schemas.key.SourceTable;
import org.dataferry.schemas.value.Value;

/**
 * Which rows there are, and which rows they name. Everything follows from numbers, so that whoever made a row and whoever
 * counts it agree without a list.
 *
 * <p>Row n stands in table n modulo the tables. Its foreign key i names a row of parent entity i. Late parents are those
 * of the first lookup from {@link #parents()} on.
 *
 * @param tables how many tables the rows are spread over
 * @param lookups how many of the foreign keys are mapped to lookups
 * @param parents rows of each parent entity that are known before any row
 * @param lateParents further rows of the first parent entity, whose identities come after the rows
 * @param latePercent how many of a hundred rows name one of those
 */
public record BenchShape(int tables, int lookups, int parents, int lateParents, int latePercent) {

    private static final String SOURCE = "bench";
    private static final String SCHEMA = "public";
    private static final int HUNDRED = 100;

    public BenchShape {
        if (tables < 1 || lookups < 0 || lookups > BenchColumns.MOST_LOOKUPS || parents < 1) {
            throw new IllegalArgumentException(
                    "no benchmark has " + tables + " tables, " + lookups + " lookups and " + parents + " parents");
        }
        if (latePercent > 0 && lateParents < 1) {
            throw new IllegalArgumentException("rows that name a late parent need one");
        }
    }

    /** All parents are known; each has about ten rows. */
    public static BenchShape known(int tables, int lookups, int rows) {
        return new BenchShape(tables, lookups, Math.max(10, rows / 10), 0, 0);
    }

    /** Three rows of ten name a parent that comes after them. */
    static BenchShape late(int tables, int lookups, int rows) {
        int parents = Math.max(10, rows / 10);
        return new BenchShape(tables, lookups, parents, Math.max(3, parents * 3 / 10), 30);
    }

    /** Of the first {@code rows} rows, each names a late parent of its own; all after those name known ones. */
    static BenchShape oneParentEach(int tables, int lookups, int rows) {
        return new BenchShape(tables, lookups, 1_000, rows, HUNDRED);
    }

    List<SourceTable> sourceTables() {
        return IntStream.range(0, tables).mapToObj(this::table).toList();
    }

    SourceTable table(int number) {
        return new SourceTable(SOURCE, SCHEMA, "orders_%03d".formatted(number));
    }

    public SourceTable tableOf(long row) {
        return table((int) (row % tables));
    }

    static String entity(SourceTable table) {
        return "bench_" + table.table();
    }

    static SourceKey key(long row) {
        return SourceKey.of(Value.whole(row));
    }

    static String parentEntity(int lookup) {
        return "bench_parent_" + lookup;
    }

    static RowId parent(int lookup, long number) {
        return new RowId.OfSource(
                parentEntity(lookup), new SourceTable(SOURCE, SCHEMA, "parents_" + lookup), key(number));
    }

    static UUID guidOf(int lookup, long number) {
        return new UUID(lookup + 1L, number);
    }

    boolean isLate(long row) {
        return latePercent == HUNDRED ? row < lateParents : scattered(row, 0) % HUNDRED < latePercent;
    }

    /** The number of the parent that a foreign key of a row names. */
    long parentOf(long row, int lookup) {
        if (lookup > 0 || !isLate(row)) {
            return scattered(row, lookup + 1) % parents;
        }
        return parents + (latePercent == HUNDRED ? row : scattered(row, 1) % lateParents);
    }

    /** Spreads neighbours over the whole range, the same way each time (the finalizer of MurmurHash3). */
    private static long scattered(long row, int salt) {
        long mixed = row * 31 + salt;
        mixed = (mixed ^ (mixed >>> 33)) * 0xff51afd7ed558ccdL;
        mixed = (mixed ^ (mixed >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return (mixed ^ (mixed >>> 33)) >>> 1;
    }
}
