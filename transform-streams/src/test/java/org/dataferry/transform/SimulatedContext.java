package org.dataferry.transform;

import java.io.File;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.streams.StreamsMetrics;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.Punctuator;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/** What a processor sees of Kafka Streams, as far as the topology uses it; anything else is refused. */
record SimulatedContext(String node, World world) implements ProcessorContext<Object, Object> {

    /** Whatever runs the processor. */
    interface World {
        void forward(String from, String to, Record<?, ?> record);

        StateStore store(String name);

        void schedule(Punctuator punctuator);

        Optional<RecordMetadata> metadata();

        TaskId task();

        long now();
    }

    @Override
    public <K, V> void forward(Record<K, V> record, String child) {
        world.forward(node, child, record);
    }

    @Override
    @SuppressWarnings("unchecked")
    public <S extends StateStore> S getStateStore(String name) {
        return (S) world.store(name);
    }

    @Override
    public Cancellable schedule(Duration interval, PunctuationType type, Punctuator punctuator) {
        if (type != PunctuationType.WALL_CLOCK_TIME) {
            throw unused();
        }
        world.schedule(punctuator);
        return () -> {
            throw unused();
        };
    }

    @Override
    public Optional<RecordMetadata> recordMetadata() {
        return world.metadata();
    }

    @Override
    public long currentSystemTimeMs() {
        return world.now();
    }

    @Override
    public <K, V> void forward(Record<K, V> record) {
        throw unused();
    }

    @Override
    public Cancellable schedule(Instant start, Duration interval, PunctuationType type, Punctuator punctuator) {
        throw unused();
    }

    @Override
    public String applicationId() {
        throw unused();
    }

    @Override
    public TaskId taskId() {
        return world.task();
    }

    @Override
    public Serde<?> keySerde() {
        throw unused();
    }

    @Override
    public Serde<?> valueSerde() {
        throw unused();
    }

    @Override
    public File stateDir() {
        throw unused();
    }

    @Override
    public StreamsMetrics metrics() {
        throw unused();
    }

    @Override
    public void commit() {
        // Whoever plays decides when; an early commit changes nothing but the time.
    }

    @Override
    public Map<String, Object> appConfigs() {
        throw unused();
    }

    @Override
    public Map<String, Object> appConfigsWithPrefix(String prefix) {
        throw unused();
    }

    @Override
    public long currentStreamTimeMs() {
        throw unused();
    }

    private static UnsupportedOperationException unused() {
        return new UnsupportedOperationException("the topology does not use this; if it does now, simulate it");
    }
}
