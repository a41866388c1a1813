package org.dataferry.emulator.store;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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
import org.rocksdb.WriteBatchWithIndex;

/** Reads of the database, and of a batch of changes on top of it if there is one. */
final class DatabaseReads implements RowReads {
    private static final int UUID_BYTES = 16;

    private final Database database;
    private final Catalog catalog;
    private final ReadOptions options;
    private final @Nullable WriteBatchWithIndex batch;

    DatabaseReads(Database database, Catalog catalog, ReadOptions options, @Nullable WriteBatchWithIndex batch) {
        this.database = database;
        this.catalog = catalog;
        this.options = options;
        this.batch = batch;
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
        return idAt(IndexKeys.alternate(key, values));
    }

    @Nullable UUID idAt(byte[] alternateKey) {
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
    public byte @Nullable [] content(UUID id, int part) {
        return get(database.contents(), IndexKeys.content(id, part));
    }

    byte @Nullable [] meta(byte[] key) {
        return get(database.meta(), key);
    }

    private byte @Nullable [] get(ColumnFamilyHandle family, byte[] key) {
        try {
            return batch == null
                    ? database.db().get(family, options, key)
                    : batch.getFromBatchAndDB(database.db(), family, options, key);
        } catch (RocksDBException e) {
            throw new EmulatorException("Cannot read from the store: " + e.getMessage(), e);
        }
    }

    private void each(ColumnFamilyHandle family, byte[] prefix, byte[] start, EntryVisitor visitor) {
        try (RocksIterator entries = iterator(family)) {
            entries.seek(start);
            while (entries.isValid()) {
                byte[] key = entries.key();
                if (!Arrays.equals(key, 0, Math.min(key.length, prefix.length), prefix, 0, prefix.length)
                        || !visitor.visit(key, entries.value())) {
                    return;
                }
                entries.next();
            }
        }
    }

    private RocksIterator iterator(ColumnFamilyHandle family) {
        RocksIterator base = database.db().newIterator(family, options);
        return batch == null ? base : batch.newIteratorWithBase(family, base);
    }

    private interface EntryVisitor {
        boolean visit(byte[] key, byte[] value);
    }
}
