package org.dataferry.control.run;

import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.dataferry.capture.CaptureProcess;
import org.dataferry.capture.CaptureSettings;
import org.dataferry.control.endpoint.Endpoints;
import org.dataferry.control.endpoint.MigrationFolder;
import org.dataferry.control.ledger.LedgerReader;
import org.dataferry.control.ledger.StatusReport;
import org.dataferry.control.prepare.ExistingIdentities;
import org.dataferry.schemas.avro.ConfluentAvro;
import org.dataferry.schemas.key.SourceTable;
import org.dataferry.schemas.registry.HttpSchemaRegistry;
import org.dataferry.schemas.settings.MigrationSettings;
import org.dataferry.schemas.topic.MigrationTopics;
import org.dataferry.schemas.topic.TopicCreator;
import org.dataferry.sink.SinkSettings;
import org.dataferry.sink.client.Lane;
import org.dataferry.sink.loop.HaltPoint;
import org.dataferry.sink.loop.SinkProcess;
import org.dataferry.transform.TransformProcess;
import org.dataferry.transform.mapping.EntityMapping;
import org.dataferry.transform.mapping.Mappings;

/** A migration that runs in this process: all three stages, from the source to the target. */
public final class MigrationRun implements AutoCloseable {

    static final String TRANSFORM_STATE = "transform";
    static final String SINK_STATE = "sink";

    private static final Duration KAFKA_TIMEOUT = Duration.ofSeconds(30);

    /** The emulator is on this machine and answers or dies within moments. */
    private static final Duration EMULATOR_LATE_REQUEST_HOLD = Duration.ofMillis(500);

    private final MigrationTopics topics;
    private final Endpoints endpoints;
    private final Map<String, Set<SourceTable>> tablesByEntity;
    private final CaptureProcess capture;
    private final TransformProcess transform;
    private final SinkProcess sink;
    private final Admin admin;
    private final LedgerReader reader;

    private MigrationRun(
            MigrationTopics topics,
            Endpoints endpoints,
            Mappings mappings,
            CaptureProcess capture,
            TransformProcess transform,
            SinkProcess sink,
            Admin admin,
            LedgerReader reader) {
        this.topics = topics;
        this.endpoints = endpoints;
        this.tablesByEntity = mappings.all().stream()
                .collect(Collectors.groupingBy(
                        EntityMapping::entity, Collectors.mapping(EntityMapping::table, Collectors.toSet())));
        this.capture = capture;
        this.transform = transform;
        this.sink = sink;
        this.admin = admin;
        this.reader = reader;
    }
}
