package org.dataferry.transform;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NoSuchElementException;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.dataferry.transform.semantics.UndoMap;
import org.jspecify.annotations.Nullable;

/** A state store that keeps bytes, as a store on disk does, and can be taken back to its last commit. */
final class SimulatedStore<V> implements KeyValueStore<String, V> {

    private final String name;
    private final Serde<V> values;
    private UndoMap<byte[]> content = new UndoMap<>();

    private SimulatedStore(String name, Serde<V> values) {
        this.name = name;
        this.values = values;
    }

    static <V> StoreBuilder<KeyValueStore<String, V>> builder(String name, Serde<V> values) {
        return new Builder<>(name, values);
    }

    /** Goes on with what an earlier life left. */
    void use(UndoMap<byte[]> left) {
        this.content = left;
    }

    @Override
    public @Nullable V get(String key) {
        return value(content.get(key));
    }

    @Override
    public void put(String key, @Nullable V value) {
        if (value == null) {
            content.remove(key);
        } else {
            content.put(key, values.serializer().serialize(name, value));
        }
    }

    @Override
    public @Nullable V putIfAbsent(String key, V value) {
        V before = get(key);
        if (before == null) {
            put(key, value);
        }
        return before;
    }

    @Override
    public void putAll(List<KeyValue<String, V>> entries) {
        entries.forEach(entry -> put(entry.key, entry.value));
    }

    @Override
    public @Nullable V delete(String key) {
        V before = get(key);
        content.remove(key);
        return before;
    }

    @Override
    public KeyValueIterator<String, V> range(@Nullable String from, @Nullable String to) {
        NavigableMap<String, byte[]> found = content.all();
        found = from == null ? found : found.tailMap(from, true);
        found = to == null ? found : found.headMap(to, true);
        return iterator(found);
    }

    @Override
    public KeyValueIterator<String, V> all() {
        return iterator(content.all());
    }

    /** As one on disk it does not see what is put after it was made. */
    private KeyValueIterator<String, V> iterator(Map<String, byte[]> found) {
        List<KeyValue<String, V>> entries = new ArrayList<>();
        found.forEach((key, bytes) -> entries.add(KeyValue.pair(key, value(bytes))));
        Iterator<KeyValue<String, V>> each = entries.iterator();
        return new KeyValueIterator<>() {
            @Override
            public boolean hasNext() {
                return each.hasNext();
            }

            @Override
            public KeyValue<String, V> next() {
                return each.next();
            }

            @Override
            public String peekNextKey() {
                throw new NoSuchElementException("nobody peeks");
            }

            @Override
            public void close() {}
        };
    }

    private @Nullable V value(byte @Nullable [] bytes) {
        return bytes == null ? null : values.deserializer().deserialize(name, bytes);
    }

    @Override
    public long approximateNumEntries() {
        return content.all().size();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void init(StateStoreContext context, StateStore root) {}

    @Override
    public void close() {}

    @Override
    public boolean persistent() {
        return true;
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    private record Builder<V>(String name, Serde<V> values) implements StoreBuilder<KeyValueStore<String, V>> {

        @Override
        public KeyValueStore<String, V> build() {
            return new SimulatedStore<>(name, values);
        }

        @Override
        public StoreBuilder<KeyValueStore<String, V>> withCachingEnabled() {
            return this;
        }

        @Override
        public StoreBuilder<KeyValueStore<String, V>> withCachingDisabled() {
            return this;
        }

        @Override
        public StoreBuilder<KeyValueStore<String, V>> withLoggingEnabled(Map<String, String> config) {
            return this;
        }

        @Override
        public StoreBuilder<KeyValueStore<String, V>> withLoggingDisabled() {
            return this;
        }

        @Override
        public Map<String, String> logConfig() {
            return Map.of();
        }

        @Override
        public boolean loggingEnabled() {
            return false;
        }
    }
}
