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
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.dataferry.sink.SinkException;

/** Asks for the ends of partitions as the broker has them now, what is not committed yet included. */
final class EndOffsets {

    private final Admin admin;
    private final Duration timeout;

    EndOffsets(Admin admin, Duration timeout) {
        this.admin = admin;
        this.timeout = timeout;
    }

    long of(TopicPartition partition) {
        return of(List.of(partition)).get(partition);
    }

    Map<TopicPartition, Long> of(Collection<TopicPartition> partitions) {
        var specs = partitions.stream().collect(Collectors.toMap(partition -> partition, any -> OffsetSpec.latest()));
        try {
            return admin.listOffsets(specs).all().get(timeout.toMillis(), TimeUnit.MILLISECONDS).entrySet().stream()
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
