package org.dataferry.emulator.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.function.Predicate;
import org.dataferry.emulator.metadata.Table;
import org.jspecify.annotations.Nullable;

/**
 * What was changed up to the moment of a view, for tables that track changes. A row is there once, with its last change, so that reading
 * costs what changed and not what the table holds.
 *
 * <p>Units of work are committed in the order of their versions: a view that sees a version sees all that are lower.
 */
public final class Changes {
    static final byte[] VERSION = "version".getBytes(StandardCharsets.UTF_8);

    /** A row and the version with which it was last written or deleted. */
    public record Change(long version, UUID id) {}

    private final Database database;
    private final DatabaseReads reads;

    Changes(Database database, DatabaseReads reads) {
        this.database = database;
        this.reads = reads;
    }

    /** The version of the last change that is seen. */
    public long version() {
        return number(reads.meta(VERSION));
    }

    /** The version behind which all deletions of a table are still known. */
    public long since(Table table) {
        return number(reads.get(database.changes(), ChangeKeys.since(table)));
    }

    /**
     * Visits the rows that are there and were last written within the versions, in their order, until the visitor returns false.
     *
     * @param after exclusive
     * @param upTo inclusive
     */
    public void written(Table table, long after, long upTo, Predicate<Change> visitor) {
        each(table, ChangeKeys.WRITTEN, after, upTo, visitor);
    }

    /** The same with rows that were deleted and are not there again. */
    public void deleted(Table table, long after, long upTo, Predicate<Change> visitor) {
        each(table, ChangeKeys.DELETED, after, upTo, visitor);
    }

    private void each(Table table, int kind, long after, long upTo, Predicate<Change> visitor) {
        byte[] prefix = ChangeKeys.prefix(table, kind);
        reads.each(database.changes(), prefix, ChangeKeys.version(table, kind, after + 1), (key, value) -> {
            long version = ChangeKeys.versionIn(key);
            return version <= upTo && visitor.test(new Change(version, RowCodec.uuid(ByteBuffer.wrap(value))));
        });
    }

    private static long number(byte @Nullable [] bytes) {
        return bytes == null ? 0 : ByteBuffer.wrap(bytes).getLong();
    }
}
