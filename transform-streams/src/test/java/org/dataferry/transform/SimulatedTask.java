package org.dataferry.transform;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.Punctuator;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.dataferry.schemas.testing.InMemoryLog;
import org.dataferry.transform.semantics.UndoMap;

/** One task in one life: the nodes of the topology for one partition of all topics, over stores that outlive it. */
final class SimulatedTask implements SimulatedContext.World {

    private final InMemoryLog log;
    private final SimulatedTopology topology;
    private final int partitions;
    private final int partition;
    private final State state;
    private final StateStore identities;
    private final LongSupplier now;
    private final Map<String, Processor<Object, Object, Object, Object>> processors = new LinkedHashMap<>();
    private final Map<String, StateStore> stores = new HashMap<>();
    private final Map<String, Optional<SimulatedTopology.Source>> sourceOfTopic = new HashMap<>();
    private final List<Punctuator> punctuators = new ArrayList<>();
    private final Map<TopicPartition, Long> positions = new TreeMap<>(InMemoryLog.ORDER);
    private final Map<TopicPartition, Long> committed = new HashMap<>();
    private final List<ProducerRecord<byte[], byte[]>> output = new ArrayList<>();
    private Optional<RecordMetadata> metadata = Optional.empty();

    /** The stores of a partition, by name; they move with the task. */
    static final class State {
        private final Map<String, UndoMap<byte[]>> stores = new HashMap<>();

        private UndoMap<byte[]> of(String store) {
            return stores.computeIfAbsent(store, first -> new UndoMap<>());
        }

        void commit() {
            stores.values().forEach(UndoMap::commit);
        }

        void abort() {
            stores.values().forEach(UndoMap::abort);
        }
    }

    SimulatedTask(
            InMemoryLog log,
            String group,
            SimulatedTopology topology,
            int partitions,
            int partition,
            State state,
            StateStore identities,
            LongSupplier now) {
        this.log = log;
        this.topology = topology;
        this.partitions = partitions;
        this.partition = partition;
        this.state = state;
        this.identities = identities;
        this.now = now;
        log.committed(group).forEach((of, offset) -> committed.put(of, offset.offset()));
        topology.stores.forEach(builder -> {
            SimulatedStore<?> store = (SimulatedStore<?>) builder.build();
            store.use(state.of(store.name()));
            stores.put(store.name(), store);
        });
        topology.nodes.forEach((name, node) -> processors.put(name, node.processor()));
        processors.forEach((name, processor) -> processor.init(new SimulatedContext(name, this)));
    }

    State state() {
        return state;
    }

    /** The partitions that have a record to be taken. */
    List<TopicPartition> waiting() {
        List<TopicPartition> waiting = new ArrayList<>();
        for (String topic : log.topics()) {
            TopicPartition input = new TopicPartition(topic, partition);
            if (sourceOf(topic).isPresent()
                    && !log.read(input, position(input), 1).isEmpty()) {
                waiting.add(input);
            }
        }
        return waiting;
    }

    /** Takes the next record of a partition through the nodes. */
    void take(TopicPartition input) {
        ConsumerRecord<byte[], byte[]> record =
                log.read(input, position(input), 1).getFirst();
        positions.put(input, record.offset() + 1);
        SimulatedTopology.Source source = sourceOf(record.topic()).orElseThrow();
        metadata = Optional.of(metadata(record));
        Record<Object, Object> read = new Record<>(
                record.key() == null ? null : source.key().deserialize(record.topic(), record.headers(), record.key()),
                record.value() == null
                        ? null
                        : source.value().deserialize(record.topic(), record.headers(), record.value()),
                record.timestamp(),
                new RecordHeaders(record.headers()));
        topology.nodes.values().stream()
                .filter(node -> node.parents().contains(source.name()))
                .forEach(node -> processors.get(node.name()).process(read));
        metadata = Optional.empty();
    }

    void punctuate() {
        punctuators.forEach(punctuator -> punctuator.punctuate(now.getAsLong()));
    }

    List<ProducerRecord<byte[], byte[]>> output() {
        return output;
    }

    /** As Kafka Streams commits them: the next record, or the end of what can be read. */
    Map<TopicPartition, OffsetAndMetadata> offsets() {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        for (String topic : log.topics()) {
            TopicPartition input = new TopicPartition(topic, partition);
            long next = log.position(input, position(input));
            if (sourceOf(topic).isPresent() && next > committed.getOrDefault(input, 0L)) {
                offsets.put(input, new OffsetAndMetadata(next));
            }
        }
        return offsets;
    }

    void committed(Map<TopicPartition, OffsetAndMetadata> offsets) {
        offsets.forEach((input, offset) -> committed.put(input, offset.offset()));
        output.clear();
        state.commit();
    }

    private Optional<SimulatedTopology.Source> sourceOf(String topic) {
        return sourceOfTopic.computeIfAbsent(
                topic,
                asked -> topology.sources.stream()
                        .filter(source -> source.topics().test(asked))
                        .findFirst());
    }

    private long position(TopicPartition input) {
        return positions.getOrDefault(input, committed.getOrDefault(input, 0L));
    }

    @Override
    public void forward(String from, String to, Record<?, ?> record) {
        SimulatedTopology.Node node = topology.nodes.get(to);
        if (node != null) {
            require(node.parents().contains(from), from, to);
            processors
                    .get(to)
                    .process(new Record<>(record.key(), record.value(), record.timestamp(), record.headers()));
        } else {
            SimulatedTopology.Sink sink = topology.sinks.get(to);
            require(sink != null && sink.parents().contains(from), from, to);
            output.add(written(sink, record));
        }
    }

    private static void require(boolean known, String from, String to) {
        if (!known) {
            throw new IllegalStateException("the topology has no way from " + from + " to " + to);
        }
    }

    private ProducerRecord<byte[], byte[]> written(SimulatedTopology.Sink sink, Record<?, ?> record) {
        String topic = sink.topic().extract(record.key(), record.value(), null);
        int to = sink.partitioner()
                .flatMap(partitioner -> partitioner.partitions(topic, record.key(), record.value(), partitions))
                .map(found -> found.iterator().next())
                .orElse(0);
        return new ProducerRecord<>(
                topic,
                to,
                record.timestamp(),
                sink.key().serialize(topic, record.headers(), record.key()),
                sink.value().serialize(topic, record.headers(), record.value()),
                record.headers());
    }

    private static RecordMetadata metadata(ConsumerRecord<byte[], byte[]> record) {
        return new RecordMetadata() {
            @Override
            public String topic() {
                return record.topic();
            }

            @Override
            public int partition() {
                return record.partition();
            }

            @Override
            public long offset() {
                return record.offset();
            }
        };
    }

    @Override
    public StateStore store(String name) {
        return name.equals(identities.name()) ? identities : stores.get(name);
    }

    @Override
    public void schedule(Punctuator punctuator) {
        punctuators.add(punctuator);
    }

    @Override
    public TaskId task() {
        return new TaskId(0, partition);
    }

    @Override
    public Optional<RecordMetadata> metadata() {
        return metadata;
    }

    @Override
    public long now() {
        return now.getAsLong();
    }
}
