package org.dataferry.emulator.store;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.locks.Lock;
import java.util.function.Predicate;
import org.dataferry.emulator.metadata.AlternateKey;
import org.dataferry.emulator.metadata.Catalog;
import org.dataferry.emulator.metadata.Column;
import org.dataferry.emulator.metadata.Table;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ReadOptions;
import org.rocksdb.Snapshot;

/** All rows as they were when the view was taken. Never blocks a writer. Close it in the thread that took it. */
public final class ReadView implements RowReads, AutoCloseable {
    private final Database database;
    private final Lock open;
    private final Snapshot snapshot;
    private final ReadOptions options;
    private final DatabaseReads stored;
    private final RowReads reads;

    ReadView(Database database, Catalog catalog, Lock open) {
        this.database = database;
        this.open = open;
        snapshot = database.db().getSnapshot();
        options = new ReadOptions().setSnapshot(snapshot);
        stored = new DatabaseReads(database, catalog, options, null);
        reads = new ComputedRows(stored);
    }

    @Override
    public Catalog catalog() {
        return reads.catalog();
    }

    @Override
    public @Nullable Row row(Table table, UUID id) {
        return reads.row(table, id);
    }

    @Override
    public boolean exists(Table table, UUID id) {
        return reads.exists(table, id);
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

    /** What tables that track changes remember of them. */
    public Changes changes() {
        return new Changes(database, stored);
    }

    @Override
    public void close() {
        options.close();
        database.db().releaseSnapshot(snapshot);
        open.unlock();
    }
}
