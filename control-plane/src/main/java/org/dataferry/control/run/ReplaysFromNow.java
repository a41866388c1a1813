package org.dataferry.control.run;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.dataferry.control.ControlException;
import org.dataferry.control.ledger.StageOffsets;
import org.dataferry.schemas.topic.MigrationTopics;

/**
 * Lets a rebuild read replays from where they end at its beginning: those before were about the run. Without a committed
 * offset each of its starts would begin at the end as it is then, and a replay between two of them be missed.
 */
final class ReplaysFromNow {

    private ReplaysFromNow() {}

    /** Before its first transform is started; later it does nothing. */
    static void begin(Admin admin, StageOffsets stages, MigrationTopics topics, Duration timeout)
            throws InterruptedException {
        List<TopicPartition> replays = IntStream.range(0, topics.partitions())
                .mapToObj(partition -> new TopicPartition(topics.replays().name(), partition))
                .toList();
        Map<TopicPartition, Long> committed = stages.committed(topics.transformApplication());
        if (!committed.isEmpty()) {
            return;
        }
        Map<TopicPartition, OffsetAndMetadata> ends = new HashMap<>();
        stages.ends(replays).forEach((partition, end) -> ends.put(partition, new OffsetAndMetadata(end)));
        try {
            admin.alterConsumerGroupOffsets(topics.transformApplication(), ends)
                    .all()
                    .get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException failed) {
            throw new ControlException("Kafka did not keep where replays begin: " + failed.getCause(), failed);
        } catch (TimeoutException late) {
            throw new ControlException("Kafka did not keep within " + timeout + " where replays begin", late);
        }
    }
}
