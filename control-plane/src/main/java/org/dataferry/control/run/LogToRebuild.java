package org.dataferry.control.run;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartition;
import org.dataferry.control.RefusedException;
import org.dataferry.control.endpoint.Endpoints;
import org.dataferry.control.endpoint.MigrationFolder;
import org.dataferry.control.ledger.KafkaStageOffsets;
import org.dataferry.schemas.key.SourceTable;

/** Whether the log holds what a rebuild needs, as it reads nothing else. */
public final class LogToRebuild {

    private LogToRebuild() {}

    /**
     * @param tables whose changes the mappings read
     * @throws RefusedException if the first load is not complete, or the changes of a table were never captured
     */
    public static void require(MigrationFolder rebuild, Endpoints endpoints, Collection<SourceTable> tables) {
        try (Admin admin = Admin.create(endpoints.kafkaClient())) {
            KafkaStageOffsets log = new KafkaStageOffsets(admin, Stages.KAFKA_TIMEOUT);
            Set<String> topics = log.topics();
            String fences = rebuild.topics().fences().name();
            // Capture writes its first heartbeat when it has read all tables.
            if (!topics.contains(fences) || ends(log, fences) == 0) {
                throw new RefusedException("this migration has not come to the end of its first load, so there is no"
                        + " whole log to rebuild from; ferry run " + rebuild.directory() + " comes first");
            }
            for (SourceTable table : tables) {
                if (!topics.contains(rebuild.topics().changes(table).name())) {
                    throw new RefusedException("the mappings read " + table.qualified()
                            + ", whose changes are not in the log: a rebuild makes rows of what was captured only");
                }
            }
        }
    }

    private static long ends(KafkaStageOffsets log, String topic) {
        return log.ends(List.of(new TopicPartition(topic, 0))).values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }
}
