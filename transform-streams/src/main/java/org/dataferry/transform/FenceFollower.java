package org.dataferry.transform;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.dataferry.schemas.avro.ConfluentAvro;
import org.dataferry.schemas.avro.FenceCodec;
import org.dataferry.schemas.avro.TopicSerde;
import org.dataferry.schemas.fence.FenceEvent;
import org.dataferry.schemas.topic.MigrationTopics;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows fences through all stages by what the stages have committed, one at a time, always the newest that is known: with
 * it all older ones have passed. Each instance does so for itself, so none has to tell the others.
 *
 * <p>Transform has passed a fence when its committed offsets are beyond those of the fence, and then beyond the votes for
 * links that were written by then; its writes stand in their topics at that moment, as both are one transaction. The sink
 * has passed it when its committed offsets, each the lowest one without an outcome, are beyond the ends that those topics
 * had then.
 */
final class FenceFollower implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(FenceFollower.class);

    /** Far less than a heartbeat takes, so that a round does not miss its place between two; four questions each. */
    private static final Duration PAUSE = Duration.ofMillis(200);

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofMillis(50);

    /** At the start older fences say nothing new. */
    private static final int RECENT = 20;

    private final MigrationTopics topics;
    private final List<String> writes;
    private final ConfluentAvro avro;
    private final Properties client;
    private final FenceProgress progress;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread = Thread.ofPlatform().name("fences").unstarted(this::live);

    private Optional<Followed> followed = Optional.empty();
    private Optional<Seen> newest = Optional.empty();

    private record Seen(FenceEvent.Reached fence, long round) {}

    /** @param wanted offsets that the stage is to commit */
    private record Followed(Seen seen, Stage stage, Map<TopicPartition, Long> wanted) {}

    private enum Stage {
        TRANSFORM,
        VOTES,
        SINK
    }

    /** @param written the entities and relationships that are written */
    FenceFollower(
            MigrationTopics topics,
            Collection<String> written,
            ConfluentAvro avro,
            Properties client,
            FenceProgress progress) {
        this.topics = topics;
        this.writes =
                written.stream().map(entity -> topics.writes(entity).name()).toList();
        this.avro = avro;
        this.client = client;
        this.progress = progress;
    }

    void start() {
        thread.start();
    }

    @Override
    public void close() {
        closed.countDown();
        try {
            if (thread.getState() != Thread.State.NEW && !thread.join(TIMEOUT)) {
                LOG.warn("Fences are still being followed timeout={}", TIMEOUT);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void live() {
        while (!isClosed(Duration.ZERO)) {
            try (Admin admin = Admin.create(client);
                    Consumer<String, FenceEvent> consumer = consumer()) {
                followed = Optional.empty();
                while (!isClosed(PAUSE)) {
                    read(consumer);
                    goOn(admin);
                }
            } catch (RuntimeException fault) {
                LOG.warn("Fences cannot be followed for now reason={}", String.valueOf(fault.getMessage()));
                isClosed(Duration.ofSeconds(1));
            }
        }
    }

    private boolean isClosed(Duration wait) {
        try {
            return closed.await(wait.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException stopped) {
            return true;
        }
    }

    private Consumer<String, FenceEvent> consumer() {
        Properties properties = new Properties();
        properties.putAll(client);
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        Consumer<String, FenceEvent> consumer = new KafkaConsumer<>(
                properties, new StringDeserializer(), new TopicSerde<>(avro, new FenceCodec()).deserializer());
        TopicPartition fences = new TopicPartition(topics.fences().name(), 0);
        consumer.assign(List.of(fences));
        long end = consumer.endOffsets(List.of(fences), TIMEOUT).get(fences);
        consumer.seek(fences, Math.max(0, end - RECENT));
        return consumer;
    }

    private void read(Consumer<String, FenceEvent> consumer) {
        long round = progress.begin();
        TopicPartition fences = consumer.assignment().iterator().next();
        long end = consumer.endOffsets(List.of(fences), TIMEOUT).get(fences);
        long deadline = System.nanoTime() + TIMEOUT.toNanos();
        while (consumer.position(fences, TIMEOUT) < end && System.nanoTime() < deadline) {
            for (ConsumerRecord<String, FenceEvent> record : consumer.poll(POLL)) {
                if (record.value() instanceof FenceEvent.Reached reached) {
                    newest = Optional.of(new Seen(reached, round));
                }
            }
        }
    }

    /** As far as the stages have come by now. */
    private void goOn(Admin admin) {
        if (followed.isEmpty() && newest.isPresent()) {
            Seen next = newest.get();
            newest = Optional.empty();
            followed = Optional.of(new Followed(next, Stage.TRANSFORM, changes(next.fence())));
        }
        while (followed.isPresent() && hasReached(admin, followed.get())) {
            Followed passed = followed.get();
            followed = switch (passed.stage()) {
                case TRANSFORM ->
                    Optional.of(new Followed(
                            passed.seen(),
                            Stage.VOTES,
                            ends(admin, List.of(topics.votes().name()))));
                case VOTES -> Optional.of(new Followed(passed.seen(), Stage.SINK, ends(admin, writes)));
                case SINK -> {
                    progress.passedUpTo(passed.seen().round());
                    yield Optional.empty();
                }
            };
        }
    }

    private boolean hasReached(Admin admin, Followed fence) {
        String group = fence.stage() == Stage.SINK ? topics.sinkGroup() : topics.transformApplication();
        Map<TopicPartition, Long> committed = committed(admin, group);
        return fence.wanted().entrySet().stream()
                .allMatch(wanted -> committed.getOrDefault(wanted.getKey(), 0L) >= wanted.getValue());
    }

    private static Map<TopicPartition, Long> changes(FenceEvent.Reached fence) {
        Map<TopicPartition, Long> offsets = new HashMap<>();
        fence.changeOffsets()
                .forEach((topic, ends) -> ends.byPartition()
                        .forEach((partition, end) -> offsets.put(new TopicPartition(topic, partition), end)));
        return offsets;
    }

    private Map<TopicPartition, Long> ends(Admin admin, List<String> names) {
        Map<TopicPartition, OffsetSpec> specs = names.stream()
                .flatMap(name -> IntStream.range(0, topics.partitions())
                        .mapToObj(partition -> new TopicPartition(name, partition)))
                .collect(Collectors.toMap(partition -> partition, any -> OffsetSpec.latest()));
        Map<TopicPartition, Long> ends = new HashMap<>();
        answer(admin.listOffsets(specs).all()).forEach((partition, end) -> ends.put(partition, end.offset()));
        return ends;
    }

    private static Map<TopicPartition, Long> committed(Admin admin, String group) {
        Map<TopicPartition, Long> committed = new HashMap<>();
        answer(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata())
                .forEach((partition, offset) -> {
                    if (offset != null) {
                        committed.put(partition, offset.offset());
                    }
                });
        return committed;
    }

    private static <T> T answer(KafkaFuture<T> future) {
        try {
            return future.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException failed) {
            throw new TransformException("Kafka did not tell how far the stages are", failed.getCause());
        } catch (TimeoutException late) {
            throw new TransformException("Kafka did not tell within " + TIMEOUT + " how far the stages are", late);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new TransformException("interrupted while following fences", interrupted);
        }
    }
}
