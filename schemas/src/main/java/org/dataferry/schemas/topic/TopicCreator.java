package org.dataferry.schemas.topic;

import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TopicExistsException;

/**
 * Creates the topics of a migration and checks those that are there.
 *
 * <p>Returns when every partition answers: a producer that writes to a topic just created can otherwise lose its first
 * batch to a timeout of two minutes.
 */
public final class TopicCreator {

    private static final Duration RETRY_PAUSE = Duration.ofMillis(50);

    /** The broker's own default replication factor. */
    private static final short BROKERS_REPLICATION = -1;

    private final Admin admin;
    private final Duration timeout;

    public TopicCreator(Admin admin, Duration timeout) {
        this.admin = admin;
        this.timeout = timeout;
    }

    /** Creates what is missing and checks what is there; in all it takes no longer than the timeout. */
    public void ensure(Collection<Topic> topics) {
        Deadline deadline = Deadline.after(timeout);
        Set<String> existing = deadline.await(admin.listTopics().names(), "list the topics");
        Map<Boolean, List<Topic>> byPresence =
                topics.stream().collect(Collectors.partitioningBy(topic -> existing.contains(topic.name())));
        List<Topic> missing = byPresence.get(false);
        // Before the wait: a partition that is too many never gets a leader.
        check(byPresence.get(true), deadline);
        Set<String> madeByOthers = create(missing, deadline);
        awaitLeaders(topics, deadline);
        check(
                missing.stream()
                        .filter(topic -> madeByOthers.contains(topic.name()))
                        .toList(),
                deadline);
    }

    /** The names of those that another instance was faster to create. */
    private Set<String> create(List<Topic> missing, Deadline deadline) {
        List<NewTopic> wanted = missing.stream()
                .map(topic -> new NewTopic(topic.name(), topic.partitions(), BROKERS_REPLICATION)
                        .configs(topic.retention().topicConfig()))
                .toList();
        Set<String> madeByOthers = new HashSet<>();
        admin.createTopics(wanted).values().forEach((name, created) -> {
            try {
                deadline.await(created, "create topic " + name);
            } catch (TopicException refused) {
                if (!(refused.getCause() instanceof TopicExistsException)) {
                    throw refused;
                }
                madeByOthers.add(name);
            }
        });
        return madeByOthers;
    }

    private void awaitLeaders(Collection<Topic> topics, Deadline deadline) {
        Set<TopicPartition> silent = new LinkedHashSet<>();
        for (Topic topic : topics) {
            for (int partition = 0; partition < topic.partitions(); partition++) {
                silent.add(new TopicPartition(topic.name(), partition));
            }
        }
        while (!silent.isEmpty()) {
            ListOffsetsResult answers = admin.listOffsets(silent.stream()
                    .collect(Collectors.toMap(partition -> partition, partition -> OffsetSpec.latest())));
            silent.removeIf(partition -> answers(partition, answers.partitionResult(partition), deadline));
            if (!silent.isEmpty()) {
                deadline.pause(
                        RETRY_PAUSE, "find a leader of " + silent.iterator().next());
            }
        }
    }

    private static boolean answers(TopicPartition partition, KafkaFuture<?> offset, Deadline deadline) {
        try {
            deadline.await(offset, "read the end of " + partition);
            return true;
        } catch (TopicException failed) {
            if (failed.getCause() instanceof RetriableException) {
                return false;
            }
            throw failed;
        }
    }

    /** What exists is not changed: a wrong partition count moves rows, a wrong retention loses the proof. */
    private void check(List<Topic> topics, Deadline deadline) {
        List<String> names = topics.stream().map(Topic::name).toList();
        Map<String, TopicDescription> described =
                deadline.await(admin.describeTopics(names).allTopicNames(), "describe the topics");
        Map<ConfigResource, Config> configs = deadline.await(
                admin.describeConfigs(names.stream().map(TopicCreator::resource).toList())
                        .all(),
                "read the settings of the topics");
        for (Topic topic : topics) {
            checkPartitions(topic, described.get(topic.name()).partitions().size());
            checkRetention(topic, configs.get(resource(topic.name())));
        }
    }

    private static void checkPartitions(Topic topic, int actual) {
        if (actual != topic.partitions()) {
            throw new TopicException("topic " + topic.name() + " has " + actual + " partitions, it must have "
                    + topic.partitions() + ". The count is fixed when a migration begins: put it back in"
                    + " migration.yaml, or begin anew under another name");
        }
    }

    private static void checkRetention(Topic topic, Config config) {
        topic.retention().topicConfig().forEach((name, wanted) -> {
            ConfigEntry entry = config.get(name);
            String actual = entry == null ? null : entry.value();
            if (!wanted.equals(actual)) {
                throw new TopicException("topic " + topic.name() + " has " + name + "=" + actual + ", it must be "
                        + wanted + ", or records that prove the migration are lost");
            }
        });
    }

    private static ConfigResource resource(String topic) {
        return new ConfigResource(ConfigResource.Type.TOPIC, topic);
    }
}
