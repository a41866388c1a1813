package org.dataferry.emulator.store;

import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.dataferry.emulator.error.EmulatorException;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

/**
 * What a unit of work has changed and not yet committed, per column family in the order of keys.
 *
 * <p>It is kept here and not in RocksDB's own indexed batch, since each look into that one is a call out of Java: a bulk request makes
 * some thousands of them.
 */
final class PendingChanges {
    /** Stands for a deleted entry; known by its identity, as entries without a value are stored too. */
    private static final byte[] DELETED = new byte[0];

    private final Map<ColumnFamilyHandle, NavigableMap<byte[], byte[]>> families = new IdentityHashMap<>();

    void put(ColumnFamilyHandle family, byte[] key, byte[] value) {
        changed(family).put(key, value);
    }

    void delete(ColumnFamilyHandle family, byte[] key) {
        changed(family).put(key, DELETED);
    }

    /** The new value, {@link #isDeleted a mark}, or null where nothing changed. */
    byte @Nullable [] get(ColumnFamilyHandle family, byte[] key) {
        NavigableMap<byte[], byte[]> changes = families.get(family);
        return changes == null ? null : changes.get(key);
    }

    /** The first change at or behind a key, so that changes made meanwhile are seen as well. */
    Map.@Nullable Entry<byte[], byte[]> from(ColumnFamilyHandle family, byte[] key, boolean inclusive) {
        NavigableMap<byte[], byte[]> changes = families.get(family);
        if (changes == null) {
            return null;
        }
        return inclusive ? changes.ceilingEntry(key) : changes.higherEntry(key);
    }

    @SuppressWarnings("ArrayEquals")
    static boolean isDeleted(byte[] value) {
        return value == DELETED;
    }

    boolean isEmpty() {
        return families.isEmpty();
    }

    /** @return the changes as RocksDB takes them; to be closed */
    WriteBatch batch() {
        WriteBatch batch = new WriteBatch();
        try {
            for (var family : families.entrySet()) {
                for (var change : family.getValue().entrySet()) {
                    if (isDeleted(change.getValue())) {
                        batch.delete(family.getKey(), change.getKey());
                    } else {
                        batch.put(family.getKey(), change.getKey(), change.getValue());
                    }
                }
            }
            return batch;
        } catch (RocksDBException e) {
            batch.close();
            throw new EmulatorException("Cannot stage changes: " + e.getMessage(), e);
        }
    }

    private NavigableMap<byte[], byte[]> changed(ColumnFamilyHandle family) {
        return families.computeIfAbsent(family, none -> new TreeMap<>(Arrays::compareUnsigned));
    }
}
