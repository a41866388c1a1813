package org.dataferry.sink.send;

import java.util.Optional;
import java.util.UUID;
import org.dataferry.schemas.key.FerryKey;
import org.dataferry.schemas.write.EntityWrite;
import org.dataferry.sink.row.MergedWrite;

/**
 * One row to be written, and what is known of it.
 *
 * @param merged the write
 * @param guid of the row, where it is known to be in the target
 * @param targetVersion the version that the target has; 0 if that is not known
 * @param rowVersion the ETag that the target gave the row with our last write; empty if that is not known
 * @param untouched others made the row, and it holds nothing of ours yet, not even its key
 */
public record RowTask(
        MergedWrite merged, Optional<UUID> guid, long targetVersion, Optional<String> rowVersion, boolean untouched) {

    public RowTask(MergedWrite merged, Optional<UUID> guid, long targetVersion) {
        this(merged, guid, targetVersion, Optional.empty(), false);
    }

    /**
     * The row was looked for by Ferry's key, and is this one, or none. A row with our key holds something of ours. Which
     * version the target has is not known then.
     */
    RowTask at(Optional<UUID> found) {
        boolean isSame = found.isPresent() && found.equals(guid);
        return new RowTask(merged, found, 0, isSame ? rowVersion : Optional.empty(), false);
    }

    /** The row is there as it was known, without Ferry's key. */
    RowTask withoutKey() {
        return new RowTask(merged, guid, 0, rowVersion, true);
    }

    public EntityWrite write() {
        return merged.write();
    }

    FerryKey key() {
        return FerryKey.of(write().row());
    }

    /** For an upsert: whether the target has just what the changed columns are relative to. */
    public boolean changesSuffice() {
        return write() instanceof EntityWrite.UpsertRow upsert
                && targetVersion > 0
                && upsert.basedOn().isPresent()
                && upsert.basedOn().getAsLong() == targetVersion;
    }
}
