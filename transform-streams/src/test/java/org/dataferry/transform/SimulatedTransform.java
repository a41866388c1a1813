package org.dataferry.transform;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.processor.Punctuator;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.dataferry.schemas.avro.ConfluentAvro;
import org.dataferry.schemas.avro.FenceCodec;
import org.dataferry.schemas.avro.TopicSerde;
import org.dataferry.schemas.change.AsOf;
import org.dataferry.schemas.fence.FenceEvent;
import org.dataferry.schemas.testing.InMemoryLog;
import org.dataferry.schemas.topic.MigrationTopics;
import org.dataferry.transform.mapping.Mappings;
import org.dataferry.transform.row.ParkedCounts;
import org.dataferry.transform.row.RowLimits;
import org.dataferry.transform.semantics.UndoMap;
import org.dataferry.transform.topology.CommitTimes;
import org.dataferry.transform.topology.MigrationTopology;

/**
 * An instance of the transform in one thread: the real topology with all its nodes and codecs, and the real course of
 * fences; only Kafka Streams between them is simulated. Whoever plays decides what comes next, and which partitions it has.
 *
 * <ol>
 *   <li>All that is taken between two commits is one transaction. An abort, or a kill, takes back stores, output and
 *       offsets, and a new life of all processors begins.
 *   <li>State moves with its partition; the identities are each instance's own, and survive.
 * </ol>
 */
public final class SimulatedTransform {

    private final InMemoryLog log;
    private final MigrationTopics topics;
    private final Mappings mappings;
    private final ConfluentAvro avro;
    private final Clock clock;
    private final RowLimits limits;
    private final Predicate<String> overlooked;
    private final Map<Integer, SimulatedTask> tasks = new TreeMap<>();
    private final UndoMap<byte[]> identities = new UndoMap<>();
    private final Map<Long, FenceEvent.Reached> seen = new HashMap<>();
    private long identitiesRead;
    private long fencesRead;
    private FenceProgress fences;
    private SimulatedTopology topology = new SimulatedTopology();
    private FenceCourses courses;
    private StateStore identityStore;
    private Processor<Object, Object, Object, Object> identityKeeper;

    /** What outlives every instance: the state of each partition, as the changelogs have it. */
    public static final class Changelogs {
        private final Map<Integer, SimulatedTask.State> states = new HashMap<>();

        private SimulatedTask.State of(int partition) {
            return states.computeIfAbsent(partition, first -> new SimulatedTask.State());
        }
    }

    /** @param overlooked the rows whose identities it does not learn: none, unless a fault is to be shown to be found */
    public SimulatedTransform(
            InMemoryLog log,
            MigrationTopics topics,
            Mappings mappings,
            ConfluentAvro avro,
            Clock clock,
            RowLimits limits,
            Predicate<String> overlooked) {
        this.log = log;
        this.topics = topics;
        this.mappings = mappings;
        this.avro = avro;
        this.clock = clock;
        this.limits = limits;
        this.overlooked = overlooked;
        this.fences = new FenceProgress(FenceCourses.sources(mappings));
    }

    /** A new life, with these partitions. What was not committed of an earlier one is taken back. */
    public void begin(Collection<Integer> partitions, Changelogs changelogs) {
        discard();
        fences = new FenceProgress(FenceCourses.sources(mappings));
        seen.clear();
        topology = new SimulatedTopology();
        MigrationTopology.addTo(
                topology,
                SimulatedStore::builder,
                topics,
                mappings,
                avro,
                fences,
                new OpenedPhases(topics.rebuild()),
                new ParkedCounts(),
                limits,
                CommitTimes.NONE,
                AsOf.NOW);
        topology.requireWhole();
        fencesRead = Math.max(0, log.end(new TopicPartition(topics.fences().name(), 0)) - FenceFollower.RECENT);
        courses = new FenceCourses(topics, mappings, new LoggedOffsets(log), fences, passed -> {});
        beginIdentities();
        partitions.stream()
                .sorted()
                .forEach(partition -> tasks.put(
                        partition,
                        new SimulatedTask(
                                log,
                                topics.transformApplication(),
                                topology,
                                topics.partitions(),
                                partition,
                                changelogs.of(partition),
                                identityStore,
                                clock::millis)));
    }

    /** Dies: nothing of it is left but what it committed. */
    public void discard() {
        List<ProducerRecord<byte[], byte[]>> output = new ArrayList<>();
        tasks.values().forEach(task -> {
            output.addAll(task.output());
            task.state().abort();
        });
        log.abort(output);
        tasks.clear();
    }

    /** Takes a record of any partition, as chance has it. Returns false if there is none. */
    public boolean take(RandomGenerator random) {
        List<Map.Entry<SimulatedTask, TopicPartition>> waiting = new ArrayList<>();
        tasks.values().forEach(task -> task.waiting().forEach(input -> waiting.add(Map.entry(task, input))));
        if (waiting.isEmpty()) {
            return false;
        }
        Map.Entry<SimulatedTask, TopicPartition> next = waiting.get(random.nextInt(waiting.size()));
        next.getKey().take(next.getValue());
        return true;
    }

    /** What all tasks do every few milliseconds. */
    public void punctuate() {
        tasks.values().forEach(SimulatedTask::punctuate);
    }

    /** All tasks in one transaction. Returns whether it wrote anything. */
    public boolean commit() {
        List<ProducerRecord<byte[], byte[]>> output = new ArrayList<>();
        tasks.values().forEach(task -> output.addAll(task.output()));
        Map<SimulatedTask, Map<TopicPartition, OffsetAndMetadata>> offsets = new HashMap<>();
        Map<TopicPartition, OffsetAndMetadata> all = new HashMap<>();
        tasks.values().forEach(task -> {
            offsets.put(task, task.offsets());
            all.putAll(offsets.get(task));
        });
        if (output.isEmpty() && all.isEmpty()) {
            return false;
        }
        log.commit(output, topics.transformApplication(), all);
        offsets.forEach(SimulatedTask::committed);
        return !output.isEmpty();
    }

    /** Reads identities of the topic. Returns false if there are no more. */
    public boolean readIdentities(int most) {
        List<ConsumerRecord<byte[], byte[]>> records = log.read(identityPartition(), identitiesRead, most);
        SimulatedTopology.Source source = topology.global().source();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            Object row = source.key().deserialize(record.topic(), record.key());
            if (!overlooked.test(row.toString())) {
                identityKeeper.process(new Record<>(
                        row, source.value().deserialize(record.topic(), record.value()), record.timestamp()));
            }
            identitiesRead = record.offset() + 1;
        }
        identities.commit();
        return !records.isEmpty();
    }

    /** A round of following the fences. Returns the one that was found to have passed, if any was. */
    public Optional<FenceEvent.Reached> followFences() {
        long round = fences.begin();
        long before = fences.passed();
        try (TopicSerde<FenceEvent> events = new TopicSerde<>(avro, new FenceCodec())) {
            TopicPartition partition = new TopicPartition(topics.fences().name(), 0);
            for (ConsumerRecord<byte[], byte[]> record : log.read(partition, fencesRead, Integer.MAX_VALUE)) {
                if (events.deserializer().deserialize(record.topic(), record.value())
                        instanceof FenceEvent.Reached reached) {
                    courses.saw(reached, round);
                    seen.put(round, reached);
                }
                fencesRead = record.offset() + 1;
            }
        }
        courses.goOn();
        return fences.passed() > before ? Optional.ofNullable(seen.get(fences.passed())) : Optional.empty();
    }

    /** The store is on disk, so it goes on from there; it is brought up to date before any task begins. */
    private void beginIdentities() {
        SimulatedStore<?> store = (SimulatedStore<?>) topology.global().store().build();
        store.use(identities);
        identityStore = store;
        identityKeeper = topology.global().node().processor();
        identityKeeper.init(new SimulatedContext(topology.global().node().name(), new SimulatedContext.World() {
            @Override
            public void forward(String from, String to, Record<?, ?> record) {
                throw new IllegalStateException("identities go nowhere");
            }

            @Override
            public StateStore store(String name) {
                return store;
            }

            @Override
            public void schedule(Punctuator punctuator) {
                throw new IllegalStateException("nothing is done with identities by time");
            }

            @Override
            public TaskId task() {
                throw new IllegalStateException("identities are of no task");
            }

            @Override
            public Optional<RecordMetadata> metadata() {
                return Optional.empty();
            }

            @Override
            public long now() {
                return clock.millis();
            }
        }));
        readIdentities(Integer.MAX_VALUE);
    }

    private TopicPartition identityPartition() {
        return new TopicPartition(topics.identities().name(), 0);
    }

    private record LoggedOffsets(InMemoryLog log) implements FenceCourse.Offsets {

        @Override
        public Map<TopicPartition, Long> committed(String group) {
            Map<TopicPartition, Long> committed = new HashMap<>();
            log.committed(group).forEach((partition, offset) -> committed.put(partition, offset.offset()));
            return committed;
        }

        @Override
        public Map<TopicPartition, Long> ends(Collection<TopicPartition> partitions) {
            Map<TopicPartition, Long> ends = new HashMap<>();
            partitions.forEach(partition -> ends.put(partition, log.end(partition)));
            return ends;
        }
    }
}
