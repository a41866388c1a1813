package org.dataferry.sink.client.metadata;

import java.util.List;

/** An alternate key; usable only when its index is active. */
public record KeyDefinition(String logicalName, String schemaName, List<String> columns, IndexStatus status) {
    public KeyDefinition {
        columns = List.copyOf(columns);
    }

    /** How far the index has been built. */
    public enum IndexStatus {
        PENDING,
        IN_PROGRESS,
        ACTIVE,
        FAILED;

        static IndexStatus of(String wireName) {
            return switch (wireName) {
                case "Active" -> ACTIVE;
                case "Failed" -> FAILED;
                case "InProgress" -> IN_PROGRESS;
                default -> PENDING;
            };
        }
    }
}
