package org.dataferry.control.demo.business;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * All rows of the business, each made when it is asked for: nothing is kept, so that any size fits in memory.
 *
 * <p>One row in {@link #DIRTY_ONE_IN} has a certain kind of dirt, at a fixed place in each stretch of so many rows.
 */
public final class Business {

    /** The fewest rows of a business that has some of every table. */
    public static final long FEWEST_ROWS = 500;

    /** Keys are integers of 32 bits in some tables, and {@link #MISSING} is to stay out of reach. */
    public static final long MOST_ROWS = 500_000_000;

    /** Of each kind of dirt that a table has. */
    public static final int DIRTY_ONE_IN = 250;

    /** Rows of these keys are named, and never there. */
    static final long MISSING = 900_000_000;

    private static final int FIRST_DIRTY = 7;
    private static final int DIRT_APART = 17;

    /** Where the other row of a duplicate is looked for; less than {@link #DIRTY_ONE_IN}, so each has one of its own. */
    private static final int NEIGHBOURS = 20;

    private static final int PERCENT = 100;
    private static final int UNFILLED_ONE_IN = 6;
    private static final int LIVE_DIRT_ONE_IN = 4;

    /** So that accounts near each other in a list are not near each other in the distances. */
    private static final int STRIDE = 7;

    private static final long PARENT = -1;
    private static final long UNFILLED = -2;
    private static final long LIVE_DIRT = -3;

    private final long seed;
    private final Map<Table, Long> counts = new EnumMap<>(Table.class);
    private final Map<Table, Shape> shapes = new EnumMap<>(Shape.all());

    /**
     * A row as it is at one time.
     *
     * @param revision how often it was changed since it was made
     * @param cells in the order of {@link #columns}
     */
    public record Row(Table table, long number, int revision, Optional<Dirt> dirt, List<Cell> cells) {}

    /** @param rows over all tables */
    public Business(long seed, long rows) {
        if (rows < FEWEST_ROWS || rows > MOST_ROWS) {
            throw new IllegalArgumentException("a business has " + FEWEST_ROWS + " to " + MOST_ROWS + " rows");
        }
        this.seed = seed;
        long rest = rows;
        for (Table table : Table.values()) {
            long count = table == Table.SHIFT_ORDERS ? rest : rows * table.percent() / PERCENT;
            counts.put(table, count);
            rest -= count;
        }
    }

    /** Rows before any live change. */
    public long count(Table table) {
        return counts.getOrDefault(table, 0L);
    }

    /** The columns of the source; those without a name are of the target alone. */
    public List<String> columns(Table table) {
        return shape(table).columns().stream().map(Column::name).toList();
    }

    /** The columns of the target, in the same order; empty for what is left out. */
    public List<Optional<String>> attributes(Table table) {
        return shape(table).columns().stream().map(Column::attribute).toList();
    }

    /** Whether a column of the target names another row. */
    public boolean isLookup(Table table, int at) {
        return shape(table).columns().get(at).lookup();
    }

    public List<String> primaryKey(Table table) {
        return table.primaryKey();
    }

    /** How many attributes of the target a table fills. */
    public long width(Table table) {
        return attributes(table).stream().filter(Optional::isPresent).count();
    }

    /** The kinds of dirt that a table has. */
    public List<Dirt> kinds(Table table) {
        return shape(table).dirt().stream().map(Shape.Spoiled::dirt).toList();
    }

    public Row row(Table table, long number, int revision) {
        Optional<Dirt> dirt = dirt(table, number, revision);
        Optional<Shape.Spoiled> spoiled = dirt.flatMap(kind -> shape(table).spoiled(kind));
        List<Cell> cells = new ArrayList<>();
        int at = 0;
        for (Column column : shape(table).columns()) {
            Pick pick = Pick.of(seed, table.ordinal(), number, at++, column.live() ? revision : 0);
            Column.Maker maker = spoiled.filter(one -> one.column().equals(column.name()))
                    .map(Shape.Spoiled::value)
                    .orElse(column.maker());
            cells.add(Cell.of(maker.make(new RowPick(this, table, number, pick))));
        }
        return new Row(table, number, revision, dirt, cells);
    }

    /** What is wrong with a row at one time. */
    public Optional<Dirt> dirt(Table table, long number, int revision) {
        return revision == 0 ? dirtAtFirst(table, number) : liveDirt(table, number, revision);
    }

    private Optional<Dirt> dirtAtFirst(Table table, long number) {
        long place = number % DIRTY_ONE_IN - FIRST_DIRTY;
        List<Shape.Spoiled> kinds = shape(table).dirt();
        if (place < 0 || place % DIRT_APART != 0 || place / DIRT_APART >= kinds.size()) {
            return Optional.empty();
        }
        Shape.Spoiled kind = kinds.get((int) (place / DIRT_APART));
        boolean possible = switch (kind.dirt()) {
            // Exactly one thing is wrong with a row: what else it names is there.
            case ORPHAN -> parentsPresentAtFirst(table, number);
            case DUPLICATE ->
                number < count(table)
                        && parentsPresentAtFirst(table, number)
                        && other(table, number).isPresent();
            case TOO_LONG, CONTROL_CHARACTER, UNKNOWN_OPTION, INVALID_DATE, MISSING_VALUE -> true;
        };
        return possible ? Optional.of(kind.dirt()) : Optional.empty();
    }

    /** Only what can come and go with any change: a duplicate's number stays, and so does a key. */
    private Optional<Dirt> liveDirt(Table table, long number, int revision) {
        Pick pick = Pick.of(seed, table.ordinal(), number, LIVE_DIRT, revision);
        if (!pick.oneIn(LIVE_DIRT_ONE_IN)) {
            return Optional.empty();
        }
        List<Dirt> kinds = shape(table).dirt().stream()
                .filter(one ->
                        one.dirt() != Dirt.DUPLICATE && !table.primaryKey().contains(one.column()))
                .map(Shape.Spoiled::dirt)
                .toList();
        return Optional.of(pick.of(kinds));
    }

    /** The row that has the number of a duplicate as well. */
    OptionalLong other(Table table, long number) {
        for (long before = number - 1; before >= Math.max(0, number - NEIGHBOURS); before--) {
            if (dirtAtFirst(table, before).isEmpty() && parentsPresentAtFirst(table, before)) {
                return OptionalLong.of(before);
            }
        }
        return OptionalLong.empty();
    }

    /** The other row of a pair with one business number, from whichever of both. */
    public OptionalLong twin(Table table, long number) {
        if (!kinds(table).contains(Dirt.DUPLICATE)) {
            return OptionalLong.empty();
        }
        if (dirt(table, number, 0).filter(Dirt.DUPLICATE::equals).isPresent()) {
            return other(table, number);
        }
        for (long after = number + 1; after <= number + NEIGHBOURS; after++) {
            if (dirt(table, after, 0).filter(Dirt.DUPLICATE::equals).isPresent()) {
                OptionalLong of = other(table, after);
                return of.isPresent() && of.getAsLong() == number ? OptionalLong.of(after) : OptionalLong.empty();
            }
        }
        return OptionalLong.empty();
    }

    /** The row that a row names, if it is to name one; a row that is dirty names another one, or none. */
    public OptionalLong parent(Table table, long number, Table parent) {
        if (table == Table.PROVIDER_ACCOUNTS) {
            long provider = number % count(Table.PROVIDERS);
            long round = number / count(Table.PROVIDERS);
            return OptionalLong.of(
                    parent == Table.PROVIDERS ? provider : (provider * STRIDE + round) % count(Table.ACCOUNTS));
        }
        if (table == Table.SHIFT_ORDERS
                && parent == Table.PROVIDERS
                && Pick.of(seed, table.ordinal(), number, UNFILLED).oneIn(UNFILLED_ONE_IN)) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(
                Pick.of(seed, table.ordinal(), number, PARENT, parent.ordinal()).below(count(parent)));
    }

    /** The pairing of a provider and an account, if there is room for another one; else they would begin to repeat. */
    boolean hasPairing(long number) {
        return number / count(Table.PROVIDERS) < count(Table.ACCOUNTS);
    }

    /** Which row of the distances a pair of keys is of. */
    public long pairing(long providerId, long accountId) {
        if (providerId >= MISSING) {
            return providerId - MISSING;
        }
        long accounts = count(Table.ACCOUNTS);
        long round = Math.floorMod(accountId - 1 - (providerId - 1) * STRIDE, accounts);
        return round * count(Table.PROVIDERS) + providerId - 1;
    }

    /** Whether a row reaches the target as it is before any live change; of a duplicate, whether it may. */
    public boolean presentAtFirst(Table table, long number) {
        return dirtAtFirst(table, number).isEmpty() && parentsPresentAtFirst(table, number);
    }

    boolean parentsPresentAtFirst(Table table, long number) {
        return table.parents().stream().allMatch(parent -> {
            OptionalLong named = parent(table, number, parent);
            return named.isEmpty() || presentAtFirst(parent, named.getAsLong());
        });
    }

    private Shape shape(Table table) {
        Shape shape = shapes.get(table);
        if (shape == null) {
            throw new IllegalStateException("no shape of " + table);
        }
        return shape;
    }

    long seed() {
        return seed;
    }
}
