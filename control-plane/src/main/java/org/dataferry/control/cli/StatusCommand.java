package org.dataferry.control.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.admin.Admin;
import org.dataferry.control.ControlException;
import org.dataferry.control.endpoint.Endpoints;
import org.dataferry.control.endpoint.MigrationFolder;
import org.dataferry.control.endpoint.MigrationServers;
import org.dataferry.control.endpoint.Rebuild;
import org.dataferry.control.ledger.Imbalance;
import org.dataferry.control.ledger.KafkaStageOffsets;
import org.dataferry.control.ledger.LedgerReader;
import org.dataferry.control.ledger.StageOffsets;
import org.dataferry.control.ledger.StatusReport;
import org.dataferry.control.ledger.SumCheck;
import org.dataferry.control.prepare.Blueprint;
import org.dataferry.embedded.Ownership;
import org.dataferry.schemas.avro.ConfluentAvro;
import org.dataferry.schemas.fence.FenceEvent;
import org.dataferry.schemas.key.SourceTable;
import org.dataferry.schemas.registry.HttpSchemaRegistry;
import org.dataferry.schemas.topic.MigrationTopics;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "status",
        description = "What was captured and what became of it, per entity; lag; endpoints.",
        mixinStandardHelpOptions = true)
final class StatusCommand implements Callable<Integer> {

    private static final Duration READ_TIMEOUT = Duration.ofSeconds(30);

    /** Twice around through all stages, while a run goes on; without one it takes two pauses. */
    private static final Duration CHECK_PATIENCE = Duration.ofSeconds(10);

    private static final Duration LOOK = Duration.ofMillis(100);

    @Mixin
    private FolderArguments arguments;

    @Mixin
    private RebuildArguments rebuild;

    @Override
    public Integer call() throws InterruptedException {
        Console console = arguments.console();
        MigrationFolder folder = rebuild.of(arguments.open());
        if (folder.isRebuild()
                && !Rebuild.isBegun(folder)
                && folder.settings().configuredKafka().isEmpty()) {
            throw notBegun(folder);
        }
        Blueprint blueprint = Blueprint.read(folder.mappings());
        try (MigrationServers servers =
                MigrationServers.start(folder, Ownership.OWNED_BY_THIS_PROCESS, console::server)) {
            Endpoints endpoints = servers.endpoints();
            try (Admin admin = Admin.create(endpoints.kafkaClient())) {
                KafkaStageOffsets stages = new KafkaStageOffsets(admin, READ_TIMEOUT);
                if (folder.isRebuild()
                        && !stages.exists(folder.topics().fanOuts().name())) {
                    throw notBegun(folder);
                }
                StatusReport report = report(folder, blueprint, endpoints, stages);
                NotMigratedReport notMigrated = NotMigratedReport.read(folder, blueprint, endpoints);
                console.result(
                        notMigrated.text() + StatusDocument.text(report, endpoints),
                        notMigrated.addTo(document(folder, report, endpoints)));
            }
        }
        return ExitCode.DONE.number();
    }

    private static ControlException notBegun(MigrationFolder folder) {
        return new ControlException("rebuild " + folder.rebuild() + " of this migration was never begun");
    }

    private static StatusReport report(
            MigrationFolder folder, Blueprint blueprint, Endpoints endpoints, StageOffsets stages)
            throws InterruptedException {
        ConfluentAvro avro = new ConfluentAvro(new HttpSchemaRegistry(endpoints.registry()));
        try (LedgerReader reader =
                new LedgerReader(folder.topics(), avro, endpoints.kafkaClient(), stages, READ_TIMEOUT)) {
            Map<String, Set<SourceTable>> tables = MappedTables.of(folder, blueprint);
            List<Imbalance> imbalances = imbalances(folder.topics(), tables.keySet(), reader, stages);
            return StatusReport.read(reader, tables, imbalances, Clock.systemUTC());
        }
    }

    private static ObjectNode document(MigrationFolder folder, StatusReport report, Endpoints endpoints) {
        ObjectNode document = StatusDocument.json(report, endpoints);
        return folder.isRebuild() ? document.put("rebuild", folder.rebuild()) : document;
    }

    /** Nothing as well where a stage does not come far enough in time: then what is in flight may be under way. */
    private static List<Imbalance> imbalances(
            MigrationTopics topics, Set<String> sent, LedgerReader reader, StageOffsets stages)
            throws InterruptedException {
        reader.catchUp();
        Optional<FenceEvent.Reached> passed = reader.lastHeartbeatPassed();
        if (passed.isEmpty()) {
            return List.of();
        }
        SumCheck check = new SumCheck(
                passed.get().fenceId(),
                stages.stableEnds(SumCheck.fanOuts(topics)),
                reader,
                stages,
                topics,
                sent,
                Clock.systemUTC());
        long deadline = System.nanoTime() + CHECK_PATIENCE.toNanos();
        Optional<List<Imbalance>> result = check.look();
        while (result.isEmpty() && System.nanoTime() < deadline) {
            Thread.sleep(LOOK);
            result = check.look();
        }
        return result.orElse(List.of());
    }
}
