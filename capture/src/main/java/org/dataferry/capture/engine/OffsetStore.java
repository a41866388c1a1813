package org.dataferry.capture.engine;

import static org.apache.kafka.connect.json.JsonConverterConfig.SCHEMAS_ENABLE_CONFIG;

import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.connect.json.JsonConverter;
import org.apache.kafka.connect.runtime.WorkerConfig;
import org.apache.kafka.connect.storage.Converter;
import org.apache.kafka.connect.storage.KafkaOffsetBackingStore;
import org.apache.kafka.connect.storage.OffsetBackingStore;
import org.apache.kafka.connect.util.Callback;
import org.apache.kafka.connect.util.SharedTopicAdmin;

/**
 * Kafka Connect's store of offsets, with an end: the engine's own way to make one leaves a client behind with every run,
 * which goes on asking for its broker for as long as the process lives. What it gives the engine has no place to search for in the
 * log ({@link StoredOffset#withoutSearch}). Made by the engine, by name.
 */
public final class OffsetStore implements OffsetBackingStore {

    private static final String CLIENT_ID = "ferry-capture-offsets";

    private SharedTopicAdmin admin;
    private KafkaOffsetBackingStore store;

    @Override
    public void configure(WorkerConfig config) {
        Map<String, Object> client = new HashMap<>(config.originals());
        client.put("client.id", CLIENT_ID);
        admin = new SharedTopicAdmin(client);
        Converter json = new JsonConverter();
        json.configure(Map.of(SCHEMAS_ENABLE_CONFIG, "false"), true);
        store = new KafkaOffsetBackingStore(admin, () -> CLIENT_ID, json);
        store.configure(config);
    }

    @Override
    public void start() {
        store.start();
    }

    @Override
    public void stop() {
        try {
            store.stop();
        } finally {
            admin.close();
        }
    }

    @Override
    public Future<Map<ByteBuffer, ByteBuffer>> get(Collection<ByteBuffer> keys) {
        try {
            Map<ByteBuffer, ByteBuffer> offsets = new HashMap<>(store.get(keys).get());
            offsets.replaceAll((key, offset) -> offset == null ? null : StoredOffset.withoutSearch(offset));
            return CompletableFuture.completedFuture(offsets);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return CompletableFuture.failedFuture(stopped);
        } catch (ExecutionException failed) {
            return CompletableFuture.failedFuture(failed.getCause());
        }
    }

    @Override
    public Future<Void> set(Map<ByteBuffer, ByteBuffer> values, Callback<Void> callback) {
        return store.set(values, callback);
    }

    @Override
    public Set<Map<String, Object>> connectorPartitions(String connectorName) {
        return store.connectorPartitions(connectorName);
    }
}
