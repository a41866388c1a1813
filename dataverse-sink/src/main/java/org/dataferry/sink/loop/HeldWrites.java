package org.dataferry.sink.loop;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.apache.kafka.common.TopicPartition;
import org.dataferry.sink.row.QueuedWrite;

/** Writes that wait for a time: until a request that may be under way can no longer commit, or until a pause is over. */
final class HeldWrites {

    private record Held(Instant until, QueuedWrite write) {}

    private final PriorityQueue<Held> held = new PriorityQueue<>(Comparator.comparing(Held::until));

    void add(QueuedWrite write, Instant until) {
        held.add(new Held(until, write));
    }

    /** Takes out those whose time has come. */
    List<QueuedWrite> due(Instant now) {
        List<QueuedWrite> due = new ArrayList<>();
        while (!held.isEmpty() && !held.peek().until().isAfter(now)) {
            due.add(held.remove().write());
        }
        return due;
    }

    void drop(Collection<TopicPartition> partitions) {
        held.removeIf(one -> partitions.contains(one.write().partition()));
    }

    /** Whether one of the partition may have been sent before. */
    boolean hasDoubts(TopicPartition partition) {
        return held.stream()
                .map(Held::write)
                .anyMatch(write -> write.inDoubt() && write.partition().equals(partition));
    }
}
