package org.dataferry.transform;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Collectors;
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
import org.dataferry.schemas.control.ControlEvent;
import org.dataferry.schemas.fence.FenceEvent;
import org.dataferry.schemas.follow.TopicFollower;
import org.dataferry.schemas.topic.MigrationTopics;
import org.dataferry.transform.mapping.Mappings;
import org.dataferry.transform.row.ParkedCounts;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the fences and looks every while how far they have come; each instance does so for itself. See {@link FenceCourse}.
 * In passing it tells how many rows are parked, and reads which phases were opened.
 */
final class FenceFollower implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(FenceFollower.class);

    /** Far less than a heartbeat takes, so that a round does not miss its place between two; four questions each. */
    private static final Duration PAUSE = Duration.ofMillis(200);

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofMillis(50);

    /** Five heartbeats, unless they are set more seldom than by default; what capture had sent has arrived by then. */
    private static final Duration CAPTURE_SILENT = Duration.ofSeconds(5);

    /** At the start older fences say nothing new. Between them, each partition may have told what is parked in it. */
    static final int RECENT = 20;

    private final MigrationTopics topics;
    private final Mappings mappings;
    private final ConfluentAvro avro;
    private final Properties client;
    private final FenceProgress progress;
    private final ParkedCounts parked;
    private final OpenedPhases phases;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread = Thread.ofPlatform().name("fences").unstarted(this::live);

    /** When a fence of a source was last read. */
    private final Map<String, Long> heardAt = new HashMap<>();

    /** The place in the topic of fences behind the last one that was read; 0 before the first. */
    private long readUpTo;

    FenceFollower(
            MigrationTopics topics,
            Mappings mappings,
            ConfluentAvro avro,
            Properties client,
            FenceProgress progress,
            ParkedCounts parked,
            OpenedPhases phases) {
        this.topics = topics;
        this.mappings = mappings;
        FenceCourses.sources(mappings).forEach(source -> heardAt.put(source, System.nanoTime()));
        this.avro = avro;
        this.client = client;
        this.progress = progress;
        this.parked = parked;
        this.phases = phases;
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

    /** What it knows of fences outlives a fault: one that was read again would count as set again. */
    private void live() {
        AtomicReference<FenceCourse.Offsets> offsets = new AtomicReference<>();
        AtomicReference<ParkedReport> report = new AtomicReference<>();
        FenceCourses courses = new FenceCourses(
                topics,
                mappings,
                new LateOffsets(offsets::get),
                progress,
                fence -> report.get().passed(fence));
        while (!isClosed(Duration.ZERO)) {
            try (Admin admin = Admin.create(client);
                    Consumer<String, FenceEvent> consumer = consumer();
                    ParkedReport told = new ParkedReport(topics, avro, client, parked);
                    TopicFollower<ControlEvent> control = TopicFollower.ofControl(topics, avro, client, phases::take)) {
                offsets.set(new AskedOffsets(admin));
                report.set(told);
                while (!isClosed(PAUSE)) {
                    control.read();
                    read(consumer, courses);
                    courses.sawNoMore(alone(), progress.round());
                    courses.goOn();
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
        consumer.seek(
                fences,
                readUpTo > 0 ? readUpTo : Math.max(0, end - (long) RECENT * (heardAt.size() + topics.partitions())));
        return consumer;
    }

    private void read(Consumer<String, FenceEvent> consumer, FenceCourses courses) {
        long round = progress.begin();
        TopicPartition fences = consumer.assignment().iterator().next();
        long end = consumer.endOffsets(List.of(fences), TIMEOUT).get(fences);
        long deadline = System.nanoTime() + TIMEOUT.toNanos();
        while (consumer.position(fences, TIMEOUT) < end && System.nanoTime() < deadline) {
            for (ConsumerRecord<String, FenceEvent> record : consumer.poll(POLL)) {
                readUpTo = record.offset() + 1;
                if (record.value() instanceof FenceEvent.Reached reached) {
                    courses.saw(reached, round);
                    heardAt.computeIfPresent(reached.source(), (source, before) -> System.nanoTime());
                }
            }
        }
    }

    /**
     * The sources that capture is silent of, for a rebuild. It does not need capture: while that is silent the log does not grow, and its end is as good as a fence. Not so
     * for the run, whose fences also say that the first load is complete; a rebuild begins after that.
     */
    private List<String> alone() {
        if (topics.rebuild() == 1) {
            return List.of();
        }
        long silentSince = System.nanoTime() - CAPTURE_SILENT.toNanos();
        return heardAt.entrySet().stream()
                .filter(source -> source.getValue() - silentSince < 0)
                .map(Map.Entry::getKey)
                .toList();
    }

    /** By those that are asked now. */
    private record LateOffsets(Supplier<FenceCourse.Offsets> now) implements FenceCourse.Offsets {

        @Override
        public Map<TopicPartition, Long> committed(String group) {
            return now.get().committed(group);
        }

        @Override
        public Map<TopicPartition, Long> ends(Collection<TopicPartition> partitions) {
            return now.get().ends(partitions);
        }
    }

    /** What Kafka says of its groups and topics. */
    private record AskedOffsets(Admin admin) implements FenceCourse.Offsets {

        @Override
        public Map<TopicPartition, Long> committed(String group) {
            Map<TopicPartition, Long> committed = new HashMap<>();
            answer(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata())
                    .forEach((partition, offset) -> {
                        if (offset != null) {
                            committed.put(partition, offset.offset());
                        }
                    });
            return committed;
        }

        @Override
        public Map<TopicPartition, Long> ends(Collection<TopicPartition> partitions) {
            Map<TopicPartition, OffsetSpec> specs =
                    partitions.stream().collect(Collectors.toMap(partition -> partition, any -> OffsetSpec.latest()));
            Map<TopicPartition, Long> ends = new HashMap<>();
            answer(admin.listOffsets(specs).all()).forEach((partition, end) -> ends.put(partition, end.offset()));
            return ends;
        }
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
