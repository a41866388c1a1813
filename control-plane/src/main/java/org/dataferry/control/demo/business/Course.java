package org.dataferry.control.demo.business;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The business after so many live changes, and the next change. The same changes come in the same order for the same seed, so
 * that who knows their count knows what the database holds.
 *
 * <p>Changed are only rows whose parents are healthy, {@link #MOST_TOUCHED} of a table, so that memory is bounded however
 * long it goes on. Rows that others name stay; of the other tables old rows go as new ones come. For one thread.
 */
public final class Course {

    /** A few hundred kilobytes; a row is changed many times in the end, and dirty and healthy by turns. */
    static final int MOST_TOUCHED = 500;

    /** New rows live for so many further ones of their table. */
    private static final int LIFE = 20;

    /** Where a row is looked for that may be changed; what is not found then is not changed. */
    private static final int TRIES = 50;

    private static final long CHANGES = -10;

    /** Of ten changes two are inserts and two deletes; the rest are updates. */
    private static final int OF_TEN = 10;

    private static final int INSERTS = 2;
    private static final int DELETES = 4;

    private static final List<Table> INSERTED =
            List.of(Table.SHIFT_ORDERS, Table.SHIFT_ORDERS, Table.SHIFT_ORDERS, Table.SHIFTS, Table.PROVIDER_ACCOUNTS);

    private final Business business;
    private final Map<Table, Part> parts = new EnumMap<>(Table.class);
    private long changes;

    /** @param accepted the last revision that the target took; -1 for none */
    private record Touched(int revision, int accepted) {}

    /** What has become of one table. */
    private static final class Part {
        private final Map<Long, Touched> touched = new HashMap<>();
        private final long first;
        private long inserted;
        private long oldest;
        /** The lowest of those rows of the beginning that were removed, from the last one downwards. */
        private long removedFrom;

        Part(long count) {
            first = count;
            inserted = count;
            oldest = count;
            removedFrom = count;
        }
    }

    public Course(Business business) {
        this.business = business;
        for (Table table : Table.values()) {
            parts.put(table, new Part(business.count(table)));
        }
    }

    /** Goes through the changes that were done before. */
    public Course after(long done) {
        while (changes < done) {
            accept(next());
        }
        return this;
    }

    /** How many changes were done. */
    public long changes() {
        return changes;
    }

    public Business business() {
        return business;
    }

    /** One beyond the highest number that a row of the table ever had. */
    public long end(Table table) {
        return part(table).inserted;
    }

    /** What is to be done next; the same until it is accepted. */
    public Change next() {
        Pick pick = Pick.of(business.seed(), CHANGES, changes);
        long kind = pick.below(OF_TEN);
        Optional<Change> change = kind < INSERTS
                ? insert(pick.of(INSERTED))
                : kind < DELETES ? delete(pick.of(INSERTED)) : Optional.empty();
        return change.orElseGet(() -> update(pick));
    }

    /** The change is done at the source. */
    public void accept(Change change) {
        switch (change) {
            case Change.Insert(var row) -> part(row.table()).inserted++;
            case Change.Update(var row) -> {
                Touched before = touched(row.table(), row.number());
                part(row.table())
                        .touched
                        .put(
                                row.number(),
                                new Touched(row.revision(), row.dirt().isEmpty() ? row.revision() : before.accepted()));
            }
            case Change.Delete(var row) -> {
                Part part = part(row.table());
                if (row.number() >= part.first) {
                    part.oldest = row.number() + 1;
                } else {
                    part.removedFrom = row.number();
                }
            }
        }
        changes++;
    }

    /** What is to have become of a row by now, once everything is done. */
    public Standing standing(Table table, long number) {
        if (isRemoved(table, number)) {
            return new Standing.Removed();
        }
        Touched touched = part(table).touched.get(number);
        if (touched != null) {
            Optional<Dirt> dirt = business.dirt(table, number, touched.revision());
            return touched.accepted() >= 0
                    ? new Standing.Present(touched.accepted(), dirt)
                    : new Standing.Refused(dirt.orElseThrow());
        }
        OptionalLong twin = business.twin(table, number);
        if (twin.isPresent()) {
            return new Standing.OneOfTwo(twin.getAsLong());
        }
        Optional<Dirt> dirt = business.dirt(table, number, 0);
        if (dirt.isPresent()) {
            return new Standing.Refused(dirt.get());
        }
        return parentsPresent(table, number) ? new Standing.Present(0, Optional.empty()) : new Standing.Parked();
    }

    /** What is to have become of the link that a distance makes; empty if it makes none. */
    public Optional<Standing> link(long pairing) {
        Table table = Table.PROVIDER_ACCOUNTS;
        if (isRemoved(table, pairing)) {
            return Optional.empty();
        }
        Touched touched = part(table).touched.get(pairing);
        Business.Row row = business.row(table, pairing, touched == null ? 0 : touched.revision());
        if (!Distances.isCleared(row, business.columns(table))) {
            return Optional.empty();
        }
        if (row.dirt().filter(Dirt.ORPHAN::equals).isPresent()) {
            return Optional.of(new Standing.Refused(Dirt.ORPHAN));
        }
        return Optional.of(
                parentsPresent(table, pairing)
                        ? new Standing.Present(row.revision(), Optional.empty())
                        : new Standing.Parked());
    }

    private boolean parentsPresent(Table table, long number) {
        return table.parents().stream().allMatch(parent -> {
            OptionalLong named = business.parent(table, number, parent);
            return named.isEmpty() || standing(parent, named.getAsLong()) instanceof Standing.Present;
        });
    }

    private boolean isRemoved(Table table, long number) {
        Part part = part(table);
        return number >= part.first
                ? number < part.oldest
                : number >= part.removedFrom && business.twin(table, number).isEmpty();
    }

    private Optional<Change> insert(Table table) {
        long number = part(table).inserted;
        return table == Table.PROVIDER_ACCOUNTS && !business.hasPairing(number)
                ? Optional.empty()
                : Optional.of(new Change.Insert(business.row(table, number, 0)));
    }

    private Optional<Change> delete(Table table) {
        Part part = part(table);
        if (part.inserted - part.oldest > LIFE) {
            return Optional.of(new Change.Delete(business.row(table, part.oldest, 0)));
        }
        // Only what nobody names, and no more than half of it.
        if (table.isNamed()) {
            return Optional.empty();
        }
        long number = part.removedFrom - 1;
        while (business.twin(table, number).isPresent()) {
            number--;
        }
        return number < Math.max(MOST_TOUCHED, part.first / 2)
                ? Optional.empty()
                : Optional.of(new Change.Delete(business.row(table, number, 0)));
    }

    private Change update(Pick pick) {
        for (int tries = 0; tries < TRIES; tries++) {
            Table table = pick.of(List.of(Table.values()));
            long number = pick.below(Math.min(MOST_TOUCHED, part(table).removedFrom));
            if (business.parentsPresentAtFirst(table, number)
                    && business.twin(table, number).isEmpty()
                    && !hasKeyThatIsWrong(table, number)) {
                return new Change.Update(
                        business.row(table, number, touched(table, number).revision() + 1));
            }
        }
        throw new IllegalStateException("no row of the business can be changed");
    }

    /** A key cannot be mended: the row would be another one. */
    private boolean hasKeyThatIsWrong(Table table, long number) {
        return table == Table.PROVIDER_ACCOUNTS
                && business.dirt(table, number, 0).filter(Dirt.ORPHAN::equals).isPresent();
    }

    private Touched touched(Table table, long number) {
        Touched touched = part(table).touched.get(number);
        return touched != null
                ? touched
                : new Touched(0, business.dirt(table, number, 0).isEmpty() ? 0 : -1);
    }

    private Part part(Table table) {
        Part part = parts.get(table);
        if (part == null) {
            throw new IllegalStateException("no part of " + table);
        }
        return part;
    }
}
