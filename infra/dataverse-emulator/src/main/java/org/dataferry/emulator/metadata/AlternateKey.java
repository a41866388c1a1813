package org.dataferry.emulator.metadata;

import java.util.List;
import java.util.UUID;

/**
 * An alternate key; usable once its index is active.
 *
 * @param number the prefix of its index entries; never used again
 * @param columns logical names
 */
public record AlternateKey(
        int number,
        UUID metadataId,
        String logicalName,
        String schemaName,
        Label label,
        List<String> columns,
        Status status) {
    public AlternateKey {
        columns = List.copyOf(columns);
    }

    public AlternateKey with(Status newStatus) {
        return new AlternateKey(number, metadataId, logicalName, schemaName, label, columns, newStatus);
    }

    /** EntityKeyIndexStatus. */
    public enum Status {
        Pending,
        InProgress,
        Active,
        Failed
    }
}
