package org.dataferry.capture;

import io.debezium.embedded.Connect;
import io.debezium.engine.DebeziumEngine;
import io.debezium.engine.RecordChangeEvent;
import io.debezium.engine.format.ChangeEventFormat;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.connect.source.SourceRecord;
import org.dataferry.capture.source.SourceAddress;
import org.jspecify.annotations.Nullable;

/** Debezium's asynchronous engine on one database; its records are taken one by one. */
public final class RunningEngine implements AutoCloseable {

    private static final int PATIENCE_SECONDS = 30;

    private final BlockingQueue<SourceRecord> records = new LinkedBlockingQueue<>();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private final DebeziumEngine<RecordChangeEvent<SourceRecord>> engine;
    private final Thread thread;

    public RunningEngine(Properties settings) {
        engine = DebeziumEngine.create(ChangeEventFormat.of(Connect.class))
                .using(settings)
                .notifying((batch, committer) -> {
                    for (RecordChangeEvent<SourceRecord> each : batch) {
                        records.add(each.record());
                        committer.markProcessed(each);
                    }
                    committer.markBatchFinished();
                })
                .using((success, message, error) -> {
                    if (!success) {
                        failure.set(error == null ? new IllegalStateException(message) : error);
                    }
                })
                .build();
        thread = Thread.ofPlatform().name("engine").start(engine);
    }

    public static Properties settings(SourceAddress address, Path directory, String placeholder) {
        Properties settings = new Properties();
        settings.put("name", "test");
        settings.put("connector.class", "io.debezium.connector.postgresql.PostgresConnector");
        settings.put("offset.storage", "org.apache.kafka.connect.storage.FileOffsetBackingStore");
        settings.put(
                "offset.storage.file.filename", directory.resolve("offsets.dat").toString());
        settings.put("offset.flush.interval.ms", "0");
        settings.put("topic.prefix", "src");
        settings.put("database.hostname", address.host());
        settings.put("database.port", Integer.toString(address.port()));
        settings.put("database.user", address.user());
        settings.put("database.password", address.password());
        settings.put("database.dbname", address.database());
        settings.put("plugin.name", "pgoutput");
        settings.put("slot.name", address.database());
        settings.put("publication.name", address.database());
        settings.put("publication.autocreate.mode", "filtered");
        settings.put("schema.include.list", "public");
        settings.put("decimal.handling.mode", "precise");
        settings.put("interval.handling.mode", "string");
        settings.put("tombstones.on.delete", "false");
        settings.put("event.converting.failure.handling.mode", "fail");
        settings.put("unavailable.value.placeholder", placeholder);
        settings.put("provide.transaction.metadata", "true");
        settings.put("poll.interval.ms", "10");
        return settings;
    }

    /** The next change of a row. */
    public SourceRecord nextChange() throws InterruptedException {
        while (true) {
            SourceRecord next = next();
            if (next.valueSchema() != null && next.valueSchema().field("after") != null) {
                return next;
            }
        }
    }

    public SourceRecord next() throws InterruptedException {
        for (int second = 0; second < PATIENCE_SECONDS; second++) {
            SourceRecord next = records.poll(1, TimeUnit.SECONDS);
            if (next != null) {
                return next;
            }
            Throwable error = failure.get();
            if (error != null) {
                throw new AssertionError("the engine failed", error);
            }
        }
        throw new AssertionError("no record came within " + PATIENCE_SECONDS + " s");
    }

    public List<SourceRecord> nextChanges(int count) throws InterruptedException {
        List<SourceRecord> changes = new ArrayList<>();
        while (changes.size() < count) {
            changes.add(nextChange());
        }
        return changes;
    }

    @Override
    public void close() throws IOException {
        engine.close();
        try {
            thread.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
