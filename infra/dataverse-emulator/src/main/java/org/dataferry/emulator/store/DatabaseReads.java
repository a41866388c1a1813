package org.dataferry.emulator.store;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import org.dataferry.emulator.error.EmulatorException;
import org.dataferry.emulator.metadata.AlternateKey;
import org.dataferry.emulator.metadata.Catalog;
import org.dataferry.emulator.metadata.Column;
import org.dataferry.emulator.metadata.Table;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/** Reads of the database, and of the changes of a unit of work on top of it if there is one. */
final class DatabaseReads implements RowReads {
    private static final int UUID_BYTES = 16;

    private final Database database;
    private final Catalog catalog;
    private final ReadOptions options;
    private final @Nullable PendingChanges pending;

    DatabaseReads(Database database, Catalog catalog, ReadOptions options, @Nullable PendingChanges pending) {
        this.database = database;
        this.catalog = catalog;
        this.options = options;
        this.pending = pending;
    }

    @Override
    public Catalog catalog() {
        return catalog;
    }

    @Override
    public @Nullable Row row(Table table, UUID id) {
        byte[] bytes = get(database.rows(), IndexKeys.row(table, id));
        return bytes == null ? null : RowCodec.decode(table, id, bytes);
    }

    @Override
    public @Nullable UUID idByKey(AlternateKey key, List<Object> values) {
        return idAt(IndexKeys.alternate(catalog.collation(), key, values));
    }

    /** Most keys that are asked for are new, and to get what is not there costs an exception within RocksDB's bridge to Java. */
    @Nullable UUID idAt(byte[] alternateKey) {
        boolean changed = pending != null && pending.get(database.keys(), alternateKey) != null;
        if (!changed && !database.db().keyExists(database.keys(), options, alternateKey)) {
            return null;
        }
        byte[] bytes = get(database.keys(), alternateKey);
        return bytes == null ? null : RowCodec.uuid(ByteBuffer.wrap(bytes));
    }

    @Override
    public void scan(Table table, @Nullable UUID after, Predicate<Row> visitor) {
        byte[] prefix = IndexKeys.number(table.number());
        byte[] start = after == null ? prefix : IndexKeys.row(table, after);
        each(database.rows(), prefix, start, (key, value) -> {
            UUID id = RowCodec.uuid(ByteBuffer.wrap(key, Integer.BYTES, UUID_BYTES));
            return id.equals(after) || visitor.test(RowCodec.decode(table, id, value));
        });
    }

    @Override
    public List<UUID> referencing(Reference target, Table table, Column column) {
        byte[] prefix = IndexKeys.referencesBy(target, table, column);
        List<UUID> sources = new ArrayList<>();
        each(
                database.references(),
                prefix,
                prefix,
                (key, value) -> sources.add(RowCodec.uuid(ByteBuffer.wrap(key, prefix.length, UUID_BYTES))));
        return sources;
    }

    @Override
    public boolean exists(Table table, UUID id) {
        byte[] key = IndexKeys.row(table, id);
        byte[] change = pending == null ? null : pending.get(database.rows(), key);
        return change == null
                ? database.db().keyExists(database.rows(), options, key)
                : !PendingChanges.isDeleted(change);
    }

    @Override
    public byte @Nullable [] content(UUID id, int part) {
        return get(database.contents(), IndexKeys.content(id, part));
    }

    byte @Nullable [] meta(byte[] key) {
        return get(database.meta(), key);
    }

    byte @Nullable [] get(ColumnFamilyHandle family, byte[] key) {
        byte[] change = pending == null ? null : pending.get(family, key);
        if (change != null) {
            return PendingChanges.isDeleted(change) ? null : change;
        }
        try {
            return database.db().get(family, options, key);
        } catch (RocksDBException e) {
            throw new EmulatorException("Cannot read from the store: " + e.getMessage(), e);
        }
    }

    /** Stored entries and pending changes in one order; a change hides the stored entry with its key. */
    void each(ColumnFamilyHandle family, byte[] prefix, byte[] start, EntryVisitor visitor) {
        try (RocksIterator stored = database.db().newIterator(family, options)) {
            stored.seek(start);
            byte[] storedKey = stored.isValid() ? stored.key() : null;
            var change = pending == null ? null : pending.from(family, start, true);
            while (storedKey != null || change != null) {
                int order = order(storedKey, change);
                byte[] key = change != null && order >= 0 ? change.getKey() : storedKey;
                if (!startsWith(key, prefix)) {
                    return;
                }
                byte[] value = change != null && order >= 0 ? change.getValue() : stored.value();
                if (!PendingChanges.isDeleted(value) && !visitor.visit(key, value)) {
                    return;
                }
                if (order <= 0) {
                    stored.next();
                    storedKey = stored.isValid() ? stored.key() : null;
                }
                if (change != null && order >= 0) {
                    change = pending.from(family, key, false);
                }
            }
        }
    }

    /** Below 0 if the stored entry comes first, above 0 if the change does, 0 if it is the same entry. */
    private static int order(byte @Nullable [] storedKey, Map.@Nullable Entry<byte[], byte[]> change) {
        if (storedKey == null) {
            return 1;
        }
        return change == null ? -1 : Arrays.compareUnsigned(storedKey, change.getKey());
    }

    private static boolean startsWith(byte[] key, byte[] prefix) {
        return key.length >= prefix.length && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
    }

    interface EntryVisitor {
        /** @return whether to go on */
        boolean visit(byte[] key, byte[] value);
    }
}
