package org.dataferry.control.ledger;

import java.util.Collection;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** How far the stages are, by what they have committed. */
public interface StageOffsets {

    /** The offsets that a group has committed; nothing for a partition that it never did, or a group that never was. */
    Map<TopicPartition, Long> committed(String group);

    /**
     * The ends of partitions, with what transactions still open have written there. A committed transaction is not seen in all
     * its partitions at once, but what it wrote is before these ends.
     */
    Map<TopicPartition, Long> ends(Collection<TopicPartition> partitions);

    /** The ends of partitions before the first transaction that is still open. */
    Map<TopicPartition, Long> stableEnds(Collection<TopicPartition> partitions);
}
