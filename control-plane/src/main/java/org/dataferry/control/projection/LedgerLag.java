package org.dataferry.control.projection;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.kafka.common.TopicPartition;
import org.dataferry.control.endpoint.Endpoints;
import org.dataferry.control.ledger.KafkaStageOffsets;
import org.dataferry.schemas.settings.LedgerLimits;
import org.dataferry.schemas.topic.MigrationTopics;

/** How far the ledger is behind, for somebody who does not keep it. */
public final class LedgerLag {

    private LedgerLag() {}

    /** Records that the topics have and the ledger has not; empty if there is no ledger of this migration, or it cannot be asked. */
    public static OptionalLong records(
            Endpoints.Database database, MigrationTopics topics, KafkaStageOffsets offsets, LedgerLimits limits) {
        Map<TopicPartition, Long> read;
        try (Connection connection = LedgerDatabase.open(database, limits)) {
            if (!LedgerSchema.isOf(connection, topics.migration())) {
                return OptionalLong.empty();
            }
            read = LedgerSchema.progress(connection);
        } catch (SQLException away) {
            return OptionalLong.empty();
        }
        List<TopicPartition> partitions = new LedgerTopics(topics).partitions(offsets.topics());
        return OptionalLong.of(offsets.stableEnds(partitions).entrySet().stream()
                .mapToLong(end -> Math.max(0, end.getValue() - read.getOrDefault(end.getKey(), 0L)))
                .sum());
    }
}
