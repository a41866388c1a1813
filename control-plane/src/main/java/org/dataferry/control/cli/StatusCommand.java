package org.dataferry.control.cli;

import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.admin.Admin;
import org.dataferry.control.endpoint.Endpoints;
import org.dataferry.control.endpoint.MigrationFolder;
import org.dataferry.control.endpoint.MigrationServers;
import org.dataferry.control.ledger.KafkaStageOffsets;
import org.dataferry.control.ledger.LedgerReader;
import org.dataferry.control.ledger.StatusReport;
import org.dataferry.control.prepare.Blueprint;
import org.dataferry.embedded.Ownership;
import org.dataferry.schemas.avro.ConfluentAvro;
import org.dataferry.schemas.key.SourceTable;
import org.dataferry.schemas.registry.HttpSchemaRegistry;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "status",
        description = "What was captured and what became of it, per entity; lag; endpoints.",
        mixinStandardHelpOptions = true)
final class StatusCommand implements Callable<Integer> {

    private static final Duration READ_TIMEOUT = Duration.ofSeconds(30);

    @Mixin
    private FolderArguments arguments;

    @Override
    public Integer call() {
        Console console = arguments.console();
        MigrationFolder folder = arguments.open();
        Blueprint blueprint = Blueprint.read(folder.mappings());
        try (MigrationServers servers =
                MigrationServers.start(folder, Ownership.OWNED_BY_THIS_PROCESS, console::server)) {
            Endpoints endpoints = servers.endpoints();
            ConfluentAvro avro = new ConfluentAvro(new HttpSchemaRegistry(endpoints.registry()));
            try (Admin admin = Admin.create(endpoints.kafkaClient());
                    LedgerReader reader = new LedgerReader(
                            folder.settings().topics(),
                            avro,
                            endpoints.kafkaClient(),
                            new KafkaStageOffsets(admin, READ_TIMEOUT),
                            READ_TIMEOUT)) {
                StatusReport report = StatusReport.read(reader, tables(folder, blueprint), Clock.systemUTC());
                console.result(StatusDocument.text(report, endpoints), StatusDocument.json(report, endpoints));
            }
        }
        return ExitCode.DONE.number();
    }

    private static Map<String, Set<SourceTable>> tables(MigrationFolder folder, Blueprint blueprint) {
        Map<String, Set<SourceTable>> tables = new TreeMap<>();
        blueprint
                .files()
                .forEach(file -> tables.computeIfAbsent(
                                file.document().entity(),
                                first -> new TreeSet<>(Comparator.comparing(SourceTable::qualified)))
                        .add(SourceTable.parse(
                                folder.settings().source().name(),
                                file.document().from())));
        return tables;
    }
}
