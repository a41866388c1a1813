package org.dataferry.control.run;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.dataferry.capture.GapDecision;
import org.dataferry.capture.progress.CaptureListener;
import org.dataferry.control.endpoint.Endpoints;
import org.dataferry.control.endpoint.MigrationFolder;
import org.dataferry.control.ledger.KafkaStageOffsets;
import org.dataferry.control.ledger.LedgerReader;
import org.dataferry.schemas.avro.ConfluentAvro;
import org.dataferry.schemas.registry.HttpSchemaRegistry;
import org.dataferry.schemas.registry.SchemaRegistry;
import org.dataferry.sink.client.Lane;
import org.dataferry.sink.loop.SinkProcess;
import org.dataferry.transform.TransformProcess;
import org.dataferry.transform.mapping.Mappings;

/** One stage that runs in this process, with its fellows anywhere. */
public final class StageRun implements AutoCloseable {

    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private Runnable failureCheck = () -> {};

    private StageRun() {}

    /**
     * @param lane to the target, for reading what an earlier run left there
     * @param decisions how capture goes on at sources where that needs one
     */
    public static StageRun start(
            Stage stage,
            StageInstance instance,
            MigrationFolder folder,
            Endpoints endpoints,
            Mappings mappings,
            Lane lane,
            Map<String, GapDecision> decisions)
            throws InterruptedException {
        SchemaRegistry registry = new HttpSchemaRegistry(endpoints.registry());
        StageParts parts = new StageParts(folder, endpoints, mappings, new ConfluentAvro(registry), instance);
        begin(parts, registry, lane);
        StageRun run = new StageRun();
        try {
            run.start(stage, parts, decisions);
            return run;
        } catch (RuntimeException failed) {
            run.close();
            throw failed;
        }
    }

    /** Throws what stopped the stage, if anything did. */
    public void throwIfFailed() {
        failureCheck.run();
    }

    @Override
    public void close() {
        MigrationRun.closeAll(open);
    }

    private static void begin(StageParts parts, SchemaRegistry registry, Lane lane) throws InterruptedException {
        try (Admin admin = Admin.create(parts.endpoints().kafkaClient());
                LedgerReader reader = new LedgerReader(
                        parts.folder().topics(),
                        parts.avro(),
                        parts.endpoints().kafkaClient(),
                        new KafkaStageOffsets(admin, Stages.KAFKA_TIMEOUT),
                        Stages.KAFKA_TIMEOUT)) {
            Beginning.make(parts, registry, admin, reader, lane, Stages.KAFKA_TIMEOUT);
        }
    }

    private void start(Stage stage, StageParts parts, Map<String, GapDecision> decisions) {
        switch (stage) {
            case CAPTURE -> {
                List<SupervisedCapture> captures = parts.captures(source -> CaptureListener.NONE, decisions);
                captures.forEach(open::addFirst);
                failureCheck = () -> captures.forEach(SupervisedCapture::throwIfFailed);
                captures.forEach(SupervisedCapture::start);
            }
            case TRANSFORM -> {
                TransformProcess transform = parts.transform();
                open.addFirst(transform);
                failureCheck = transform::throwIfFailed;
                transform.start();
            }
            case SINK -> {
                SinkProcess sink = parts.sink();
                open.addFirst(sink);
                failureCheck = sink::throwIfFailed;
                sink.start();
            }
        }
    }
}
