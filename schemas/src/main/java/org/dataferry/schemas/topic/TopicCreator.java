package org.dataferry.schemas.topic;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.LeaderNotAvailableException;
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

    private final Admin admin;
    private final Duration timeout;

    public TopicCreator(Admin admin, Duration timeout) {
        this.admin = admin;
        this.timeout = timeout;
    }

    public void ensure(Collection<Topic> topics) {
        Set<String> existing = await(admin.listTopics().names(), "list the topics");
        List<Topic> missing = topics.stream()
                .filter(topic -> !existing.contains(topic.name()))
                .toList();
        create(missing);
        check(topics.stream().filter(topic -> existing.contains(topic.name())).toList());
        awaitLeaders(missing);
    }

    private void create(List<Topic> missing) {
        List<NewTopic> wanted = missing.stream()
                .map(topic -> new NewTopic(topic.name(), topic.partitions(), (short) -1)
                        .configs(topic.retention().topicConfig()))
                .toList();
        admin.createTopics(wanted).values().forEach((name, created) -> {
            try {
                created.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            } catch (ExecutionException refused) {
                if (!(refused.getCause() instanceof TopicExistsException)) {
                    throw new TopicException("Kafka did not create topic " + name, refused.getCause());
                }
            } catch (TimeoutException late) {
                throw new TopicException("Kafka did not create topic " + name + " within " + timeout, late);
            } catch (InterruptedException interrupted) {
                throw interrupted("creating topic " + name, interrupted);
            }
        });
    }

    /** What exists is not changed: a wrong partition count moves rows, a wrong retention loses the proof. */
    private void check(List<Topic> existing) {
        if (existing.isEmpty()) {
            return;
        }
        List<String> names = existing.stream().map(Topic::name).toList();
        Map<String, TopicDescription> described =
                await(admin.describeTopics(names).allTopicNames(), "describe topics");
        Map<ConfigResource, Config> configs = await(
                admin.describeConfigs(names.stream()
                                .map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name))
                                .toList())
                        .all(),
                "read the settings of topics");
        for (Topic topic : existing) {
            int partitions = described.get(topic.name()).partitions().size();
            if (partitions != topic.partitions()) {
                throw new TopicException(
                        "topic " + topic.name() + " has " + partitions + " partitions, the migration has "
                                + topic.partitions() + ". The count is fixed when a migration begins: put it back in"
                                + " migration.yaml, or begin anew under another name");
            }
            Config config = configs.get(new ConfigResource(ConfigResource.Type.TOPIC, topic.name()));
            topic.retention().topicConfig().forEach((name, wanted) -> {
                String actual = config.get(name).value();
                if (!wanted.equals(actual)) {
                    throw new TopicException("topic " + topic.name() + " has " + name + "=" + actual + ", it must be "
                            + wanted + ", or records that prove the migration are lost");
                }
            });
        }
    }

    private void awaitLeaders(List<Topic> created) {
        Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
        for (Topic topic : created) {
            for (int partition = 0; partition < topic.partitions(); partition++) {
                ends.put(new TopicPartition(topic.name(), partition), OffsetSpec.latest());
            }
        }
        long deadline = System.nanoTime() + timeout.toNanos();
        List<TopicPartition> silent = new ArrayList<>(ends.keySet());
        while (!silent.isEmpty()) {
            ListOffsetsResult answers = admin.listOffsets(ends);
            silent.removeIf(partition -> answers(answers.partitionResult(partition)));
            if (!silent.isEmpty() && System.nanoTime() > deadline) {
                throw new TopicException("partition " + silent.getFirst() + " has no leader after " + timeout);
            }
            pause(silent);
        }
    }

    private boolean answers(KafkaFuture<?> offset) {
        try {
            offset.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof RetriableException
                    || failed.getCause() instanceof LeaderNotAvailableException) {
                return false;
            }
            throw new TopicException("Kafka does not answer for a topic just created", failed.getCause());
        } catch (TimeoutException late) {
            return false;
        } catch (InterruptedException interrupted) {
            throw interrupted("waiting for new topics", interrupted);
        }
    }

    private static void pause(List<TopicPartition> silent) {
        if (!silent.isEmpty()) {
            try {
                Thread.sleep(RETRY_PAUSE);
            } catch (InterruptedException interrupted) {
                throw interrupted("waiting for new topics", interrupted);
            }
        }
    }

    private <T> T await(KafkaFuture<T> future, String purpose) {
        try {
            return future.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException failed) {
            throw new TopicException(
                    "Kafka did not " + purpose + ": " + failed.getCause().getMessage(), failed.getCause());
        } catch (TimeoutException late) {
            throw new TopicException("Kafka did not " + purpose + " within " + timeout + "; is it up?", late);
        } catch (InterruptedException interrupted) {
            throw interrupted(purpose, interrupted);
        }
    }

    private static TopicException interrupted(String purpose, InterruptedException cause) {
        Thread.currentThread().interrupt();
        return new TopicException("interrupted: " + purpose, cause);
    }
}
