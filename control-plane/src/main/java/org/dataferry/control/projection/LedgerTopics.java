package org.dataferry.control.projection;

import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;
import org.dataferry.schemas.topic.MigrationTopics;

/** Which of a migration's topics the ledger is made of: those of its run, and what serves all. */
final class LedgerTopics {

    private final MigrationTopics topics;
    private final String writes;
    private final String outcomes;

    LedgerTopics(MigrationTopics topics) {
        this.topics = topics;
        this.writes = topics.writes("").name();
        this.outcomes = topics.outcomes("").name();
    }

    boolean isRead(String topic) {
        return isWrites(topic)
                || isOutcomes(topic)
                || isSingle(topic)
                || topic.equals(topics.fanOuts().name())
                || topic.equals(topics.deadLetters().name())
                || topics.tableOf(topic).isPresent();
    }

    boolean isWrites(String topic) {
        return topic.startsWith(writes);
    }

    boolean isOutcomes(String topic) {
        return topic.startsWith(outcomes);
    }

    /** The partitions of those of the topics that are read. */
    List<TopicPartition> partitions(Collection<String> all) {
        return all.stream()
                .filter(this::isRead)
                .flatMap(topic -> IntStream.range(0, isSingle(topic) ? 1 : topics.partitions())
                        .mapToObj(partition -> new TopicPartition(topic, partition)))
                .toList();
    }

    private boolean isSingle(String topic) {
        return topic.equals(topics.identities().name())
                || topic.equals(topics.fences().name())
                || topic.equals(topics.control().name());
    }
}
