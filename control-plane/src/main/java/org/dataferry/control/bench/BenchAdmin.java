package org.dataferry.control.bench;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.dataferry.control.ControlException;
import org.dataferry.schemas.topic.Topic;
import org.dataferry.schemas.topic.TopicCreator;

/** What a benchmark asks of the broker. */
public final class BenchAdmin implements AutoCloseable {

    /** A hundred tables have more than a thousand partitions, made on two busy cores. */
    private static final Duration TIMEOUT = Duration.ofSeconds(90);

    private final Admin admin;

    public BenchAdmin(Properties client) {
        this.admin = Admin.create(client);
    }

    public void create(Collection<Topic> topics) {
        new TopicCreator(admin, TIMEOUT).ensure(topics);
    }

    /** Frees the disk of a run that is over; changelogs and repartition topics go too. */
    public void deleteAll(String prefix) throws InterruptedException {
        List<String> names = await(admin.listTopics().names()).stream()
                .filter(name -> name.startsWith(prefix))
                .toList();
        await(admin.deleteTopics(names).all());
    }

    public List<TopicPartition> partitions(Collection<String> topics) throws InterruptedException {
        return await(admin.describeTopics(topics).allTopicNames()).values().stream()
                .flatMap(topic -> topic.partitions().stream()
                        .map(partition -> new TopicPartition(topic.name(), partition.partition())))
                .toList();
    }

    /** Where a reader of committed records comes to the end. */
    Map<TopicPartition, Long> committedEnds(Collection<TopicPartition> partitions) throws InterruptedException {
        Map<TopicPartition, OffsetSpec> asked =
                partitions.stream().collect(Collectors.toMap(partition -> partition, partition -> OffsetSpec.latest()));
        Map<TopicPartition, Long> ends = new HashMap<>();
        await(admin.listOffsets(asked, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
                        .all())
                .forEach((partition, end) -> ends.put(partition, end.offset()));
        return ends;
    }

    /** Whether a group has read everything before these offsets, and committed that. */
    boolean hasRead(String group, Map<TopicPartition, Long> ends) throws InterruptedException {
        try {
            var committed = admin.listConsumerGroupOffsets(group)
                    .partitionsToOffsetAndMetadata()
                    .get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
            return ends.entrySet().stream().allMatch(end -> {
                var at = committed.get(end.getKey());
                return at != null && at.offset() >= end.getValue();
            });
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof GroupIdNotFoundException) {
                return false;
            }
            throw refused(failed);
        } catch (TimeoutException late) {
            throw late(late);
        }
    }

    private static <T> T await(KafkaFuture<T> answer) throws InterruptedException {
        try {
            return answer.get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException failed) {
            throw refused(failed);
        } catch (TimeoutException late) {
            throw late(late);
        }
    }

    private static ControlException refused(ExecutionException failed) {
        return new ControlException("the benchmark's broker refused: " + failed.getCause(), failed);
    }

    private static ControlException late(TimeoutException late) {
        return new ControlException("the benchmark's broker did not answer within " + TIMEOUT, late);
    }

    @Override
    public void close() {
        admin.close(Duration.ofSeconds(5));
    }
}
