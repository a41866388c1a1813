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
import org.dataferry.schemas.topic.MigrationTopics;

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
            TopicPartition fences = new TopicPartition(rebuild.topics().fences().name(), 0);
            boolean fenced =
                    topics.contains(fences.topic()) && log.ends(List.of(fences)).get(fences) > 0;
            require(rebuild.topics(), fenced, topics, tables);
        }
    }

    /**
     * @param fenced whether capture has written a first fence or heartbeat, which it does when it has read all tables
     * @param present the names of all topics
     */
    static void require(MigrationTopics topics, boolean fenced, Set<String> present, Collection<SourceTable> tables) {
        if (!fenced) {
            throw new RefusedException("this migration has not come to the end of its first load, so there is no whole"
                    + " log to rebuild from; ferry run comes first");
        }
        for (SourceTable table : tables) {
            if (!present.contains(topics.changes(table).name())) {
                throw new RefusedException("the mappings read " + table.qualified()
                        + ", whose changes are not in the log: a rebuild makes rows of what was captured only");
            }
        }
    }
}
