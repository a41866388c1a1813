package org.dataferry.control.run;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.dataferry.capture.GapDecision;
import org.dataferry.capture.progress.CaptureListener;
import org.dataferry.control.endpoint.Endpoints;
import org.dataferry.control.endpoint.MigrationFolder;
import org.dataferry.control.ledger.KafkaStageOffsets;
import org.dataferry.control.ledger.LedgerReader;
import org.dataferry.control.ledger.StageOffsets;
import org.dataferry.schemas.avro.ConfluentAvro;
import org.dataferry.schemas.registry.HttpSchemaRegistry;
import org.dataferry.schemas.registry.SchemaRegistry;
import org.dataferry.sink.client.Lane;
import org.dataferry.sink.loop.SinkProcess;
import org.dataferry.transform.TransformProcess;
import org.dataferry.transform.mapping.Mappings;

/**
 * The parts of a run, wired by hand: what is opened here is closed here, in the reverse order. A rebuild has no capture, and
 * reads what that of the run writes.
 */
final class Stages implements AutoCloseable {

    static final Duration KAFKA_TIMEOUT = Duration.ofSeconds(30);

    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    private final StageParts parts;
    private final Admin admin;
    private final StageOffsets offsets;
    private final LedgerReader reader;
    private final CheckedFences checkedFences;
    private final List<SupervisedCapture> captures;
    private final TransformProcess transform;
    private final SinkProcess sink;

    private Stages(StageParts parts, Function<String, CaptureListener> listeners, Map<String, GapDecision> decisions) {
        this.parts = parts;
        this.admin = opened(Admin.create(parts.endpoints().kafkaClient()));
        this.offsets = new KafkaStageOffsets(admin, KAFKA_TIMEOUT);
        this.reader = opened(new LedgerReader(
                parts.folder().topics(), parts.avro(), parts.endpoints().kafkaClient(), offsets, KAFKA_TIMEOUT));
        this.checkedFences = opened(new CheckedFences(
                parts.folder().topics(), parts.avro(), parts.endpoints().kafkaClient()));
        this.sink = opened(parts.sink());
        this.transform = opened(parts.transform());
        this.captures = parts.folder().isRebuild() ? List.of() : parts.captures(listeners, decisions);
        captures.forEach(this::opened);
    }

    static Stages start(
            MigrationFolder folder,
            Endpoints endpoints,
            Mappings mappings,
            Lane lane,
            Function<String, CaptureListener> listeners,
            Map<String, GapDecision> decisions)
            throws InterruptedException {
        SchemaRegistry registry = new HttpSchemaRegistry(endpoints.registry());
        StageParts parts =
                new StageParts(folder, endpoints, mappings, new ConfluentAvro(registry), StageInstance.UNNAMED);
        Stages stages = new Stages(parts, listeners, decisions);
        try {
            stages.start(registry, lane);
            return stages;
        } catch (RuntimeException | InterruptedException failed) {
            stages.close();
            throw failed;
        }
    }

    StageOffsets offsets() {
        return offsets;
    }

    LedgerReader reader() {
        return reader;
    }

    CheckedFences checkedFences() {
        return checkedFences;
    }

    /** Whether transform looks for rows that a completed epoch of their table did not bring. */
    boolean isSearching() {
        return transform.isSearching();
    }

    void throwIfFailed() {
        captures.forEach(SupervisedCapture::throwIfFailed);
        transform.throwIfFailed();
        sink.throwIfFailed();
    }

    @Override
    public void close() {
        MigrationRun.closeAll(open);
    }

    private void start(SchemaRegistry registry, Lane lane) throws InterruptedException {
        Beginning.make(parts, registry, admin, reader, lane, KAFKA_TIMEOUT);
        sink.start();
        transform.start();
        captures.forEach(SupervisedCapture::start);
    }

    private <T extends AutoCloseable> T opened(T part) {
        open.addFirst(part);
        return part;
    }
}
