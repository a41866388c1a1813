package org.dataferry.sink.loop;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.dataferry.schemas.write.EntityWrite;
import org.dataferry.sink.checkpoint.Checkpoint;
import org.dataferry.sink.checkpoint.PartitionWindow;
import org.dataferry.sink.row.QueuedWrite;
import org.dataferry.sink.row.Tries;

/**
 * The partitions that this instance owns: which of their writes were read, which are finished, and which an earlier owner may
 * have sent.
 */
final class OwnedPartitions {

    private final int windowLimit;
    private final Duration lateRequestHold;
    private final HeldContents contents;
    private final Map<TopicPartition, PartitionState> partitions = new HashMap<>();
    private final Map<String, String> entities = new HashMap<>();

    /**
     * @param windowLimit writes of a partition that may be read and not finished
     * @param lateRequestHold how long a request of an earlier owner can still commit
     */
    OwnedPartitions(int windowLimit, Duration lateRequestHold, HeldContents contents) {
        this.windowLimit = windowLimit;
        this.lateRequestHold = lateRequestHold;
        this.contents = contents;
    }

    /** @param end what can be read of it now: nothing from there on can have been sent by an earlier owner */
    void assign(TopicPartition partition, Checkpoint resumedFrom, long end, Instant now) {
        PartitionWindow window = new PartitionWindow(resumedFrom, windowLimit);
        long doubtEnd = Math.min(resumedFrom.reach(), end);
        partitions.put(partition, new PartitionState(window, doubtEnd, now.plus(lateRequestHold)));
    }

    void revoke(Collection<TopicPartition> revoked) {
        contents.drop(revoked);
        revoked.forEach(partitions::remove);
    }

    PartitionWindow.Delivery deliver(ConsumerRecord<String, EntityWrite> record) {
        TopicPartition partition = partition(record);
        PartitionWindow.Delivery delivery = state(partition).window().deliver(record.offset());
        if (delivery == PartitionWindow.Delivery.NEW) {
            entities.putIfAbsent(record.topic(), record.value().row().entity());
            contents.read(partition, record.value());
        }
        return delivery;
    }

    QueuedWrite queued(ConsumerRecord<String, EntityWrite> record) {
        TopicPartition partition = partition(record);
        boolean inDoubt = state(partition).mayHaveBeenSent(record.offset());
        return new QueuedWrite(record.value(), partition, record.offset(), inDoubt, Tries.NONE);
    }

    /** When a write of it that is in doubt may go out. */
    Instant doubtsEndAt(TopicPartition partition, Instant now) {
        return state(partition).doubtsEndAt(now, contents.isFull(partition));
    }

    /** It has its outcome. */
    void finish(QueuedWrite write) {
        contents.settled(write.partition(), write.write());
        state(write.partition()).window().finish(write.offset());
    }

    /**
     * Those of which no more is to be read for now.
     *
     * @param isAhead whether enough of an entity was read
     */
    Set<TopicPartition> full(Predicate<String> isAhead, Set<String> pausedTopics) {
        Set<TopicPartition> full = new HashSet<>();
        partitions.forEach((partition, state) -> {
            boolean ahead = isAhead.test(entities.getOrDefault(partition.topic(), ""));
            boolean noRoom = state.window().isFull() || contents.isFull(partition);
            if (ahead || noRoom || pausedTopics.contains(partition.topic())) {
                full.add(partition);
            }
        });
        return full;
    }

    Checkpoint checkpoint(TopicPartition partition, long position, boolean closed) {
        return state(partition).checkpoint(position, closed);
    }

    void committed(TopicPartition partition, Checkpoint checkpoint) {
        state(partition).window().committed(checkpoint);
    }

    /** Whether all that an earlier owner may have sent was read. */
    boolean hasReadDoubts(TopicPartition partition) {
        return state(partition).hasReadDoubts();
    }

    Set<TopicPartition> all() {
        return Set.copyOf(partitions.keySet());
    }

    private PartitionState state(TopicPartition partition) {
        PartitionState state = partitions.get(partition);
        if (state == null) {
            throw new IllegalStateException("the partition " + partition + " is not owned");
        }
        return state;
    }

    private static TopicPartition partition(ConsumerRecord<String, EntityWrite> record) {
        return new TopicPartition(record.topic(), record.partition());
    }
}
