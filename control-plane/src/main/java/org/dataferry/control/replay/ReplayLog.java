package org.dataferry.control.replay;

import java.time.Duration;
import java.util.List;
import java.util.Properties;
import org.dataferry.control.ledger.KafkaStageOffsets;
import org.dataferry.control.ledger.TopicCursor;
import org.dataferry.schemas.avro.ConfluentAvro;
import org.dataferry.schemas.topic.MigrationTopics;

/** The migration's topics, and how replays reach them. */
public record ReplayLog(MigrationTopics topics, ConfluentAvro avro, Properties client, KafkaStageOffsets offsets) {

    /** Without any progress, after which reading is given up. */
    public static final Duration TIMEOUT = Duration.ofSeconds(30);

    /** Whether the migration has run, so that there is something to replay. */
    public boolean isThere() {
        return offsets.exists(topics.replays().name());
    }

    public TopicCursor cursor() {
        return TopicCursor.open(client, offsets, TIMEOUT);
    }

    /** Reads all that was decided before the call. */
    public ReplayDesk desk() {
        return ReplayDesk.open(topics, avro, client, TIMEOUT);
    }

    ReplayWatch watch() {
        return ReplayWatch.open(topics, avro, client, TIMEOUT);
    }

    /** @throws org.dataferry.schemas.settings.SettingsException if a key names no row */
    public List<ReplayRow> rows(ReplayChoice choice) {
        try (TopicCursor cursor = cursor()) {
            return new ReplaySelection(topics, avro, cursor).rows(choice);
        }
    }

    /** What stands in the log of a replay: that will be sent, whatever is decided. */
    public SentCommands sent(String replayId) {
        try (TopicCursor cursor = cursor()) {
            return SentCommands.read(topics, avro, cursor, replayId);
        }
    }
}
