package org.dataferry.transform.state;

import java.util.Optional;
import java.util.UUID;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.write.LookupTarget;

/**
 * A lookup of an image: the row that the mapping names, and what the target is told of it.
 *
 * @param named empty if the lookup names none. Another row than that of the target if it is merged: as it may merge into
 *     yet another one later, the name stays
 */
public record BoundLookup(Optional<RowId> named, LookupTarget target) {

    public static final BoundLookup NONE = new BoundLookup(Optional.empty(), LookupTarget.NONE);

    /** Of a row that stands for itself. */
    public static BoundLookup to(LookupTarget target) {
        return new BoundLookup(row(target), target);
    }

    /** The row of the target. */
    public Optional<RowId> row() {
        return row(target);
    }

    /** The GUID that the lookup is bound by; empty where it is bound by key, or names none. */
    public Optional<UUID> guid() {
        return target instanceof LookupTarget.ByGuid bound ? Optional.of(bound.guid()) : Optional.empty();
    }

    /** Whether the target has another row now than here: one under another row id, or another GUID than was known. */
    public boolean isAnother(BoundLookup now) {
        return !row().equals(now.row()) || guid().isPresent() && now.guid().isPresent() && !guid().equals(now.guid());
    }

    private static Optional<RowId> row(LookupTarget target) {
        return switch (target) {
            case LookupTarget.None ignored -> Optional.empty();
            case LookupTarget.ByKey(RowId row) -> Optional.of(row);
            case LookupTarget.ByGuid(RowId row, UUID guid) -> Optional.of(row);
        };
    }
}
