package org.dataferry.control.bench.capture;

import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.dataferry.capture.CaptureProcess;
import org.dataferry.capture.CaptureSettings;
import org.dataferry.capture.progress.CaptureListener;
import org.dataferry.capture.source.SourceAddress;
import org.dataferry.capture.source.TableName;
import org.dataferry.control.bench.BenchKafka;
import org.dataferry.schemas.key.SourceTable;
import org.dataferry.schemas.settings.LimitSettings;
import org.dataferry.schemas.settings.SnapshotSettings;
import org.dataferry.schemas.settings.SourceLimits;
import org.dataferry.schemas.topic.MigrationTopics;

/** Capture as a migration runs it, with its default limits. */
final class Ours implements Contender {

    static final int PARTITIONS = 4;
    private static final String SOURCE = "erp";
    private static final int CARRIED_BYTES = 700_000;
    private static final int CHUNK_MEBIBYTES = 16;

    private final String topic;
    private final CaptureProcess process;

    /** @param name of a migration that there was not before */
    Ours(String name, SourceAddress address, BenchKafka kafka, String table, int readers) {
        MigrationTopics topics = new MigrationTopics(name, 1, PARTITIONS);
        Map<String, Object> client = new HashMap<>();
        kafka.client().forEach((key, value) -> client.put(key.toString(), value));
        this.topic = topics.changes(SourceTable.parse(SOURCE, table)).name();
        this.process = new CaptureProcess(
                new CaptureSettings(
                        topics,
                        client,
                        kafka.avro(),
                        address,
                        SOURCE,
                        List.of(TableName.parse(table)),
                        LimitSettings.defaults()
                                .capture()
                                .with(new SnapshotSettings(SnapshotSettings.By.COPY, readers, CHUNK_MEBIBYTES, 0)),
                        CARRIED_BYTES,
                        false,
                        SourceLimits.defaults(),
                        Map.of(),
                        Optional.empty()),
                CaptureListener.NONE,
                Clock.systemUTC());
    }

    @Override
    public String topic() {
        return topic;
    }

    @Override
    public void start() {
        process.start();
    }

    @Override
    public void throwIfFailed() {
        process.throwIfFailed();
    }

    /** A marker in each partition. */
    @Override
    public int moreRecords() {
        return PARTITIONS;
    }

    @Override
    public void close() {
        process.close();
    }
}
