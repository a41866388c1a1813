package org.dataferry.transform;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyDescription;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StreamPartitioner;
import org.apache.kafka.streams.processor.TimestampExtractor;
import org.apache.kafka.streams.processor.TopicNameExtractor;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.StoreBuilder;

/** A topology that remembers what it was made of, so that a simulation can run its nodes by itself. */
final class SimulatedTopology extends Topology {

    final List<Source> sources = new ArrayList<>();
    final Map<String, Node> nodes = new LinkedHashMap<>();
    final Map<String, Sink> sinks = new LinkedHashMap<>();
    final List<StoreBuilder<?>> stores = new ArrayList<>();
    private Optional<Global> global = Optional.empty();

    record Source(String name, Predicate<String> topics, Deserializer<?> key, Deserializer<?> value) {}

    /** @param parents sources and processors that forward to it */
    record Node(String name, ProcessorSupplier<?, ?, ?, ?> supplier, Set<String> parents) {
        @SuppressWarnings("unchecked")
        Processor<Object, Object, Object, Object> processor() {
            return (Processor<Object, Object, Object, Object>) supplier.get();
        }
    }

    record Sink(
            TopicNameExtractor<Object, Object> topic,
            Serializer<Object> key,
            Serializer<Object> value,
            Optional<StreamPartitioner<Object, Object>> partitioner,
            Set<String> parents) {}

    /** The store that every instance has whole, and what keeps it. */
    record Global(StoreBuilder<?> store, Source source, Node node) {}

    Global global() {
        return global.orElseThrow();
    }

    /** Nothing was added in a way that is not remembered here. */
    void requireWhole() {
        Set<String> known = new TreeSet<>(nodes.keySet());
        known.addAll(sinks.keySet());
        sources.forEach(source -> known.add(source.name()));
        Set<String> described = new TreeSet<>();
        for (TopologyDescription.Subtopology part : describe().subtopologies()) {
            part.nodes().forEach(node -> described.add(node.name()));
        }
        if (!known.equals(described)) {
            throw new IllegalStateException("of the topology's nodes " + described + " only " + known + " are known");
        }
    }

    @Override
    public synchronized <K, V> Topology addSource(
            String name, Deserializer<K> key, Deserializer<V> value, String... topics) {
        sources.add(new Source(name, Set.of(topics)::contains, key, value));
        return super.addSource(name, key, value, topics);
    }

    @Override
    public synchronized <K, V> Topology addSource(
            String name, Deserializer<K> key, Deserializer<V> value, Pattern topics) {
        sources.add(new Source(name, topics.asMatchPredicate(), key, value));
        return super.addSource(name, key, value, topics);
    }

    @Override
    public synchronized <K, V> Topology addSource(
            org.apache.kafka.streams.AutoOffsetReset from,
            String name,
            TimestampExtractor timestamps,
            Deserializer<K> key,
            Deserializer<V> value,
            String... topics) {
        sources.add(new Source(name, Set.of(topics)::contains, key, value));
        return super.addSource(from, name, timestamps, key, value, topics);
    }

    @Override
    public synchronized <A, B, C, D> Topology addProcessor(
            String name, ProcessorSupplier<A, B, C, D> supplier, String... parents) {
        nodes.put(name, new Node(name, supplier, Set.of(parents)));
        return super.addProcessor(name, supplier, parents);
    }

    @Override
    public synchronized <S extends StateStore> Topology addStateStore(StoreBuilder<S> store, String... processors) {
        stores.add(store);
        return super.addStateStore(store, processors);
    }

    @Override
    public synchronized <K, V, S extends StateStore> Topology addGlobalStore(
            StoreBuilder<S> store,
            String sourceName,
            Deserializer<K> key,
            Deserializer<V> value,
            String topic,
            String processorName,
            ProcessorSupplier<K, V, Void, Void> supplier) {
        Source source = new Source(sourceName, topic::equals, key, value);
        global = Optional.of(new Global(store, source, new Node(processorName, supplier, Set.of(sourceName))));
        return super.addGlobalStore(store, sourceName, key, value, topic, processorName, supplier);
    }

    @Override
    public synchronized <K, V> Topology addSink(
            String name,
            String topic,
            Serializer<K> key,
            Serializer<V> value,
            StreamPartitioner<? super K, ? super V> partitioner,
            String... parents) {
        remember(name, (k, v, context) -> topic, key, value, Optional.of(partitioner), parents);
        return super.addSink(name, topic, key, value, partitioner, parents);
    }

    @Override
    public synchronized <K, V> Topology addSink(
            String name, String topic, Serializer<K> key, Serializer<V> value, String... parents) {
        remember(name, (k, v, context) -> topic, key, value, Optional.empty(), parents);
        return super.addSink(name, topic, key, value, parents);
    }

    @Override
    public synchronized <K, V> Topology addSink(
            String name,
            TopicNameExtractor<? super K, ? super V> topic,
            Serializer<K> key,
            Serializer<V> value,
            StreamPartitioner<? super K, ? super V> partitioner,
            String... parents) {
        remember(name, topic, key, value, Optional.of(partitioner), parents);
        return super.addSink(name, topic, key, value, partitioner, parents);
    }

    @SuppressWarnings("unchecked")
    private void remember(
            String name,
            TopicNameExtractor<?, ?> topic,
            Serializer<?> key,
            Serializer<?> value,
            Optional<? extends StreamPartitioner<?, ?>> partitioner,
            String... parents) {
        sinks.put(
                name,
                new Sink(
                        (TopicNameExtractor<Object, Object>) topic,
                        (Serializer<Object>) key,
                        (Serializer<Object>) value,
                        partitioner.map(any -> (StreamPartitioner<Object, Object>) any),
                        Set.of(parents)));
    }
}
