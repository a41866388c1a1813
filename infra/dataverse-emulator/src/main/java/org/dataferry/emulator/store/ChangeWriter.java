package org.dataferry.emulator.store;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.dataferry.emulator.metadata.Table;
import org.jspecify.annotations.Nullable;

/**
 * Remembers, for a table that tracks changes, with which version each row was last written or deleted: one entry per row, in the unit of
 * work of the change itself.
 *
 * <p>Deletions that are too old are forgotten as others come, two for one, so that there is no job for it and their number is bounded.
 */
final class ChangeWriter {
    private static final int FORGOTTEN_PER_DELETION = 2;

    private final Database database;
    private final DatabaseReads reads;
    private final PendingChanges pending;
    private final Retention retention;

    ChangeWriter(Database database, DatabaseReads reads, PendingChanges pending, Retention retention) {
        this.database = database;
        this.reads = reads;
        this.pending = pending;
        this.retention = retention;
    }

    /** From this version on changes are remembered. */
    void begin(Table table, long version) {
        put(ChangeKeys.since(table), number(version));
    }

    /** @param before the version that the row had, or null if it is new */
    void put(Table table, UUID id, @Nullable Long before, long version) {
        if (before != null) {
            delete(ChangeKeys.version(table, ChangeKeys.WRITTEN, before));
        } else {
            byte[] deletion = reads.get(database.changes(), ChangeKeys.deletionOf(table, id));
            if (deletion != null) {
                forget(table, id, ByteBuffer.wrap(deletion).getLong());
            }
        }
        put(
                ChangeKeys.version(table, ChangeKeys.WRITTEN, version),
                new ByteWriter().putUuid(id).toBytes());
    }

    void delete(Table table, UUID id, long before, long version) {
        delete(ChangeKeys.version(table, ChangeKeys.WRITTEN, before));
        forgetOld(table);
        put(
                ChangeKeys.version(table, ChangeKeys.DELETED, version),
                new ByteWriter().putUuid(id).putLong(retention.now()).toBytes());
        put(ChangeKeys.deletionOf(table, id), number(version));
    }

    private void forgetOld(Table table) {
        long horizon = retention.horizon();
        List<Deletion> old = new ArrayList<>();
        byte[] prefix = ChangeKeys.prefix(table, ChangeKeys.DELETED);
        reads.each(database.changes(), prefix, prefix, (key, value) -> {
            ByteBuffer bytes = ByteBuffer.wrap(value);
            UUID id = RowCodec.uuid(bytes);
            if (bytes.getLong() >= horizon) {
                return false;
            }
            old.add(new Deletion(id, ChangeKeys.versionIn(key)));
            return old.size() < FORGOTTEN_PER_DELETION;
        });
        for (Deletion deletion : old) {
            forget(table, deletion.id(), deletion.version());
            begin(table, deletion.version());
        }
    }

    private record Deletion(UUID id, long version) {}

    private void forget(Table table, UUID id, long version) {
        delete(ChangeKeys.version(table, ChangeKeys.DELETED, version));
        delete(ChangeKeys.deletionOf(table, id));
    }

    private static byte[] number(long version) {
        return new ByteWriter().putLong(version).toBytes();
    }

    private void put(byte[] key, byte[] value) {
        pending.put(database.changes(), key, value);
    }

    private void delete(byte[] key) {
        pending.delete(database.changes(), key);
    }
}
