package org.dataferry.emulator.store;

import java.nio.ByteBuffer;
import java.util.UUID;
import org.dataferry.emulator.metadata.Table;

/** The keys of the entries about changes: per table and kind, then by version or by id. */
final class ChangeKeys {
    static final int PREFIX_BYTES = Integer.BYTES + 1;

    /** The row that was last written with a version. */
    static final int WRITTEN = 0;
    /** The row that was deleted with a version, and when. */
    static final int DELETED = 1;
    /** With which version a row was deleted. */
    private static final int DELETION_OF = 2;
    /** The version behind which nothing is forgotten. */
    private static final int SINCE = 3;

    private ChangeKeys() {}

    static byte[] prefix(Table table, int kind) {
        return prefixWriter(table, kind).toBytes();
    }

    static byte[] version(Table table, int kind, long version) {
        return prefixWriter(table, kind).putLong(version).toBytes();
    }

    static long versionIn(byte[] key) {
        return ByteBuffer.wrap(key, PREFIX_BYTES, Long.BYTES).getLong();
    }

    static byte[] deletionOf(Table table, UUID id) {
        return prefixWriter(table, DELETION_OF).putUuid(id).toBytes();
    }

    static byte[] since(Table table) {
        return prefix(table, SINCE);
    }

    private static ByteWriter prefixWriter(Table table, int kind) {
        return new ByteWriter().putInt(table.number()).put(kind);
    }
}
