package org.dataferry.transform.topology;

import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/** Where the topology keeps its state; all keys are canonical texts. */
public interface StoreMaker {

    /** On disk, with a changelog. */
    StoreMaker ON_DISK = StoreMaker::onDisk;

    <V> StoreBuilder<KeyValueStore<String, V>> store(String name, Serde<V> values);

    private static <V> StoreBuilder<KeyValueStore<String, V>> onDisk(String name, Serde<V> values) {
        return Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(name), Serdes.String(), values);
    }
}
