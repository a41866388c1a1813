package org.dataferry.control.bench.capture;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.debezium.engine.ChangeEvent;
import io.debezium.engine.DebeziumEngine;
import io.debezium.engine.format.Json;
import java.io.IOException;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.dataferry.capture.source.SourceAddress;
import org.dataferry.control.ControlException;
import org.jspecify.annotations.Nullable;

/**
 * Debezium's engine by itself, with its own JSON without schemas, set for this machine: serialization in all cores, large
 * batches, as many readers as ours has. A batch is settled when Kafka has acknowledged it, as Debezium Server does it.
 */
final class PlainDebezium implements Contender {

    private final String name;
    private final String table;
    private final DebeziumEngine<ChangeEvent<String, String>> engine;
    private final KafkaProducer<byte[], byte[]> producer;
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private final Thread thread;

    PlainDebezium(String name, SourceAddress address, Properties client, String table, int readers) {
        this.name = name;
        this.table = table;
        Properties producing = new Properties();
        producing.putAll(client);
        producing.put("linger.ms", "5");
        producing.put("compression.type", "lz4");
        producing.put("acks", "all");
        this.producer = new KafkaProducer<>(producing, new ByteArraySerializer(), new ByteArraySerializer());
        this.engine = DebeziumEngine.create(Json.class)
                .using(settings(address, readers))
                .notifying((batch, committer) -> send(batch, committer))
                .using((success, message, error) -> {
                    if (!success) {
                        failure.set(error == null ? new IllegalStateException(message) : error);
                    }
                })
                .build();
        this.thread = Thread.ofPlatform().name("plain-debezium").daemon().unstarted(engine);
    }

    private void send(
            List<ChangeEvent<String, String>> batch,
            DebeziumEngine.RecordCommitter<ChangeEvent<String, String>> committer)
            throws InterruptedException {
        for (ChangeEvent<String, String> event : batch) {
            producer.send(new ProducerRecord<>(
                    event.destination(),
                    event.key() == null ? null : event.key().getBytes(UTF_8),
                    event.value().getBytes(UTF_8)));
        }
        producer.flush();
        for (ChangeEvent<String, String> event : batch) {
            committer.markProcessed(event);
        }
        committer.markBatchFinished();
    }

    private Properties settings(SourceAddress address, int readers) {
        Properties settings = new Properties();
        settings.put("name", name);
        settings.put("connector.class", "io.debezium.connector.postgresql.PostgresConnector");
        settings.put("offset.storage", "org.apache.kafka.connect.storage.MemoryOffsetBackingStore");
        settings.put("offset.flush.interval.ms", "1000");
        settings.put("topic.prefix", name);
        settings.put("database.hostname", address.host());
        settings.put("database.port", Integer.toString(address.port()));
        settings.put("database.user", address.user());
        settings.put("database.password", address.password());
        settings.put("database.dbname", address.database());
        settings.put("plugin.name", "pgoutput");
        settings.put("slot.name", name);
        settings.put("publication.name", name);
        settings.put("publication.autocreate.mode", "filtered");
        settings.put("table.include.list", "public." + table);
        settings.put("tombstones.on.delete", "false");
        settings.put("key.converter.schemas.enable", "false");
        settings.put("value.converter.schemas.enable", "false");
        settings.put("max.batch.size", "8192");
        settings.put("max.queue.size", "32768");
        settings.put("poll.interval.ms", "10");
        settings.put("snapshot.fetch.size", "10240");
        settings.put("snapshot.max.threads", Integer.toString(readers));
        settings.put("record.processing.threads", "AVAILABLE_CORES");
        settings.put("record.processing.order", "ORDERED");
        settings.put("statistics.metrics.enabled", "false");
        return settings;
    }

    @Override
    public String topic() {
        return name + ".public." + table;
    }

    @Override
    public void start() {
        thread.start();
    }

    @Override
    public void throwIfFailed() {
        Throwable failed = failure.get();
        if (failed != null) {
            throw new ControlException("Debezium alone failed: " + failed.getMessage(), failed);
        }
    }

    @Override
    public int moreRecords() {
        return 0;
    }

    @Override
    public void close() {
        try {
            engine.close();
            thread.join();
        } catch (IOException failed) {
            throw new ControlException("Debezium alone did not stop: " + failed.getMessage(), failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        producer.close();
    }
}
