package org.dataferry.emulator.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Predicate;
import org.dataferry.emulator.metadata.AlternateKey;
import org.dataferry.emulator.metadata.Catalog;
import org.dataferry.emulator.metadata.Column;
import org.dataferry.emulator.metadata.ColumnType;
import org.dataferry.emulator.metadata.Table;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ReadOptions;

/**
 * A unit of work: changes that are committed whole or not at all, and reads that see them.
 *
 * <p>Units run one at a time (see {@link RowStore#write}). Rows and their index entries are changed together here and nowhere else.
 */
public final class WriteUnit implements RowReads {
    private static final String SEQUENCE = "sequence ";
    private static final long FIRST_NUMBER = 1000;

    private final Database database;
    private final PendingChanges pending = new PendingChanges();
    private final KnownRows known;
    private final ReadOptions options;
    private final Retention retention;
    private final Map<Integer, Long> countChanges = new HashMap<>();
    private Catalog catalog;
    private DatabaseReads reads;
    private ChangeWriter changes;
    private long version;

    /** @param version of the last change that was committed */
    WriteUnit(
            Database database,
            Catalog catalog,
            KnownRows known,
            ReadOptions options,
            long version,
            Retention retention) {
        this.database = database;
        this.known = known;
        this.catalog = catalog;
        this.options = options;
        this.version = version;
        this.retention = retention;
        reads = new DatabaseReads(database, catalog, options, pending);
        changes = new ChangeWriter(database, reads, pending, retention);
    }

    @Override
    public Catalog catalog() {
        return catalog;
    }

    /** Changes the definitions with this unit. */
    public void define(Catalog changed) {
        Catalog before = catalog;
        catalog = changed;
        reads = new DatabaseReads(database, changed, options, pending);
        changes = new ChangeWriter(database, reads, pending, retention);
        for (Table table : changed.tables()) {
            Table old = before.table(table.logicalName());
            if (changed.tracksChanges(table) && (old == null || !before.tracksChanges(old))) {
                // A version of its own, so that a delta link of an earlier table with this name is too old.
                changes.begin(table, ++version);
            }
        }
    }

    @Override
    public @Nullable Row row(Table table, UUID id) {
        return reads.row(table, id);
    }

    @Override
    public boolean exists(Table table, UUID id) {
        if (known.contain(table, id)) {
            return true;
        }
        boolean there = reads.exists(table, id);
        if (there && pending.get(database.rows(), IndexKeys.row(table, id)) == null) {
            known.add(table, id);
        }
        return there;
    }

    @Override
    public @Nullable UUID idByKey(AlternateKey key, List<Object> values) {
        return reads.idByKey(key, values);
    }

    @Override
    public void scan(Table table, @Nullable UUID after, Predicate<Row> visitor) {
        reads.scan(table, after, visitor);
    }

    @Override
    public List<UUID> referencing(Reference target, Table table, Column column) {
        return reads.referencing(target, table, column);
    }

    @Override
    public byte @Nullable [] content(UUID id, int part) {
        return reads.content(id, part);
    }

    /** Keeps a part of something beside the rows. */
    public void putContent(UUID id, int part, byte[] bytes) {
        put(database.contents(), IndexKeys.content(id, part), bytes);
    }

    /** Removes all parts, which are numbered from 0 without gaps. */
    public void removeContent(UUID id) {
        for (int part = 0; reads.content(id, part) != null; part++) {
            delete(database.contents(), IndexKeys.content(id, part));
        }
    }

    /** The next number of a sequence, from 1000 on as Dataverse's are; a unit that is undone gives it back. */
    public long next(String sequence) {
        byte[] key = (SEQUENCE + sequence).getBytes(StandardCharsets.UTF_8);
        byte[] stored = reads.meta(key);
        long number = stored == null ? FIRST_NUMBER : ByteBuffer.wrap(stored).getLong();
        put(database.meta(), key, new ByteWriter().putLong(number + 1).toBytes());
        return number;
    }

    /**
     * Writes a row.
     *
     * @param before the stored row, or null if this one is new
     * @return the key that another row already has, or null if the row was written
     */
    public @Nullable AlternateKey put(Table table, @Nullable Row before, Row row) {
        for (AlternateKey key : table.keys()) {
            if (key.status() == AlternateKey.Status.Active && !index(table, key, before, row)) {
                return key;
            }
        }
        for (Column column : table.columns()) {
            if (IndexKeys.indexed(column)) {
                relate(table, column, before, row);
            }
        }
        Long old = before == null ? null : before.version(table);
        version++;
        Column versionNumber = table.column("versionnumber");
        if (versionNumber != null) {
            row.set(versionNumber, version);
        }
        if (catalog.tracksChanges(table)) {
            changes.put(table, row.id(), old, version);
        }
        put(database.rows(), IndexKeys.row(table, row.id()), RowCodec.encode(row));
        if (before == null) {
            countChanges.merge(table.number(), 1L, Long::sum);
        }
        return null;
    }

    public void delete(Table table, Row row) {
        for (AlternateKey key : table.keys()) {
            byte[] entry = IndexKeys.alternate(catalog.collation(), table, key, row);
            if (entry != null && row.id().equals(reads.idAt(entry))) {
                delete(database.keys(), entry);
            }
        }
        for (Column column : table.columns()) {
            if (IndexKeys.indexed(column) && row.get(column) instanceof Reference target) {
                delete(database.references(), IndexKeys.reference(target, table, column, row.id()));
            }
        }
        version++;
        if (catalog.tracksChanges(table)) {
            changes.delete(table, row.id(), row.version(table), version);
        }
        delete(database.rows(), IndexKeys.row(table, row.id()));
        known.forget(table, row.id());
        countChanges.merge(table.number(), -1L, Long::sum);
    }

    /**
     * Takes a column's values out of all rows that have such a one, with their index entries and contents. Versions stay, and the column
     * must be in no key.
     */
    public void clear(Table table, Column column, Predicate<Object> which) {
        boolean content = column.type() instanceof ColumnType.File || column.type() instanceof ColumnType.Image;
        scan(table, null, row -> {
            Object value = row.get(column);
            if (value != null && which.test(value)) {
                Row cleared = row.copy();
                cleared.set(column, null);
                if (IndexKeys.indexed(column)) {
                    relate(table, column, row, cleared);
                }
                if (content && value instanceof UUID id) {
                    removeContent(id);
                }
                put(database.rows(), IndexKeys.row(table, row.id()), RowCodec.encode(cleared));
            }
            return true;
        });
    }

    /** Builds the index of a key over the rows that are there. Returns false, having indexed a part, if two rows have one key. */
    public boolean buildIndex(Table table, AlternateKey key) {
        boolean[] unique = {true};
        scan(table, null, row -> {
            unique[0] = index(table, key, null, row);
            return unique[0];
        });
        return unique[0];
    }

    /** Of the last change of this unit, or of the one before it if there is none. Rises with each change and is never given twice. */
    long version() {
        return version;
    }

    PendingChanges pending() {
        return pending;
    }

    Map<Integer, Long> countChanges() {
        return countChanges;
    }

    private boolean index(Table table, AlternateKey key, @Nullable Row before, Row row) {
        byte[] entry = IndexKeys.alternate(catalog.collation(), table, key, row);
        byte[] old = before == null ? null : IndexKeys.alternate(catalog.collation(), table, key, before);
        if (Arrays.equals(entry, old)) {
            return true;
        }
        if (entry != null) {
            UUID holder = reads.idAt(entry);
            if (holder != null && !holder.equals(row.id())) {
                return false;
            }
            put(database.keys(), entry, new ByteWriter().putUuid(row.id()).toBytes());
        }
        if (old != null) {
            delete(database.keys(), old);
        }
        return true;
    }

    private void relate(Table table, Column column, @Nullable Row before, Row row) {
        Object old = before == null ? null : before.get(column);
        Object target = row.get(column);
        if (!Objects.equals(old, target)) {
            if (old instanceof Reference reference) {
                delete(database.references(), IndexKeys.reference(reference, table, column, row.id()));
            }
            if (target instanceof Reference reference) {
                put(database.references(), IndexKeys.reference(reference, table, column, row.id()), new byte[0]);
            }
        }
    }

    void put(ColumnFamilyHandle family, byte[] key, byte[] value) {
        pending.put(family, key, value);
    }

    private void delete(ColumnFamilyHandle family, byte[] key) {
        pending.delete(family, key);
    }
}
