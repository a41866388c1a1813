package org.dataferry.schemas.topic;

import java.util.Map;

/** How long a topic keeps its records. */
public enum Retention {
    /** Everything, until the migration is closed: the log is the proof. */
    WHOLE_MIGRATION(Map.of("cleanup.policy", "delete", "retention.ms", "-1", "retention.bytes", "-1")),
    /** The last record of each key. */
    COMPACTED(Map.of("cleanup.policy", "compact"));

    private final Map<String, String> topicConfig;

    Retention(Map<String, String> topicConfig) {
        this.topicConfig = topicConfig;
    }

    public Map<String, String> topicConfig() {
        return topicConfig;
    }
}
