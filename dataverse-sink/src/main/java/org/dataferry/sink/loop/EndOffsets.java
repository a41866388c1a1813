package org.dataferry.sink.loop;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.dataferry.sink.SinkException;

/** Asks for the ends of partitions as the broker has them now. */
final class EndOffsets {

    private final Admin admin;
    private final Duration timeout;

    EndOffsets(Admin admin, Duration timeout) {
        this.admin = admin;
        this.timeout = timeout;
    }

    /** The end of a partition, what is not committed yet included. */
    long written(TopicPartition partition) {
        return ends(List.of(partition), IsolationLevel.READ_UNCOMMITTED).get(partition);
    }

    /** How far a reader of committed records can have come. */
    Map<TopicPartition, Long> readable(Collection<TopicPartition> partitions) {
        return ends(partitions, IsolationLevel.READ_COMMITTED);
    }

    private Map<TopicPartition, Long> ends(Collection<TopicPartition> partitions, IsolationLevel isolation) {
        var specs = partitions.stream().collect(Collectors.toMap(partition -> partition, any -> OffsetSpec.latest()));
        try {
            return admin
                    .listOffsets(specs, new ListOffsetsOptions(isolation))
                    .all()
                    .get(timeout.toMillis(), TimeUnit.MILLISECONDS)
                    .entrySet()
                    .stream()
                    .collect(Collectors.toMap(
                            Map.Entry::getKey, entry -> entry.getValue().offset()));
        } catch (ExecutionException failed) {
            throw new SinkException("Kafka did not tell the ends of " + partitions, failed.getCause());
        } catch (TimeoutException late) {
            throw new SinkException("Kafka did not tell the ends of " + partitions + " within " + timeout, late);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new SinkException("interrupted while asking for the ends of " + partitions, interrupted);
        }
    }
}
