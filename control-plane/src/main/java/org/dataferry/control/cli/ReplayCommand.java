package org.dataferry.control.cli;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.admin.Admin;
import org.dataferry.control.ControlException;
import org.dataferry.control.endpoint.LogServers;
import org.dataferry.control.endpoint.MigrationFolder;
import org.dataferry.control.ledger.KafkaStageOffsets;
import org.dataferry.control.prepare.Blueprint;
import org.dataferry.control.prepare.MappedTables;
import org.dataferry.control.replay.ReplayChoice;
import org.dataferry.control.replay.ReplayDesk;
import org.dataferry.control.replay.ReplayLog;
import org.dataferry.schemas.avro.ConfluentAvro;
import org.dataferry.schemas.key.SourceTable;
import org.dataferry.schemas.registry.HttpSchemaRegistry;
import org.dataferry.schemas.settings.SettingsException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "replay",
        description = "Sends chosen source rows through the current mapping again.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExample:%n",
        footer = {
            "  ferry replay northwind --entity account --rejected --preview",
            "  ferry replay northwind --entity account --key ALFKI",
            "  ferry replay northwind --history"
        })
final class ReplayCommand implements Callable<Integer> {

    @Spec
    private CommandSpec command;

    @Mixin
    private FolderArguments arguments;

    @Mixin
    private Author author;

    @ArgGroup(exclusive = true, heading = "Of one that was asked for before:%n")
    private ReplayDecision decision = new ReplayDecision();

    @Option(names = "--entity", paramLabel = "E", description = "Whose rows: the logical name of the entity.")
    private @Nullable String entity;

    @Option(
            names = "--key",
            paramLabel = "K",
            description =
                    "Only this source row; may be given several times. Its value, such as ALFKI; of a composite key"
                            + " the values with commas between them, such as 10248,42; or the canonical text of the topics.")
    private Set<String> keys = Set.of();

    @Option(names = "--rejected", description = "Only rows whose last write was rejected.")
    private boolean rejected;

    @Option(names = "--preview", description = "Say which rows it would be, and send nothing.")
    private boolean preview;

    @Option(names = "--allow-rejected", description = "Exit 0 also with parked, bounced or rejected writes.")
    private boolean allowRejected;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "600",
            description = "How long nothing may move while the command waits.")
    private long timeoutSeconds;

    @Override
    public Integer call() throws InterruptedException {
        boolean isOfOneBefore = decision.isHistory()
                || decision.toDecide().isPresent()
                || decision.toResume().isPresent();
        if (entity == null && !isOfOneBefore) {
            throw new ParameterException(
                    command.commandLine(),
                    "--entity says whose rows; or --history, --pause, --resume, --cancel or --approve is of a replay that"
                            + " was asked for before");
        }
        if (isOfOneBefore && (entity != null || !keys.isEmpty() || rejected || preview)) {
            throw new ParameterException(
                    command.commandLine(),
                    "--entity, --key, --rejected and --preview choose rows anew, so they go with none of --history, --pause,"
                            + " --resume, --cancel and --approve");
        }
        Console console = arguments.console();
        MigrationFolder folder = arguments.open();
        Optional<ReplayChoice> choice = isOfOneBefore ? Optional.empty() : Optional.of(choice(folder, entity));
        try (LogServers servers = LogServers.start(folder, console.servers());
                Admin admin = Admin.create(servers.kafkaClient())) {
            ReplayLog log = new ReplayLog(
                    folder.topics(),
                    new ConfluentAvro(new HttpSchemaRegistry(servers.registry())),
                    servers.kafkaClient(),
                    new KafkaStageOffsets(admin, ReplayLog.TIMEOUT));
            if (!log.isThere()) {
                throw new ControlException("this migration has not run yet, so there is nothing to replay");
            }
            try (ReplayDesk desk = log.desk()) {
                ConductedReplay conducted = new ConductedReplay(
                        console, log, folder.state(), desk, author, Duration.ofSeconds(timeoutSeconds));
                return choice.isPresent()
                        ? new ReplayBeginning(folder, conducted).begin(choice.get(), preview, allowRejected)
                        : new ReplayContinuation(folder, conducted).decide(decision, allowRejected);
            }
        }
    }

    private ReplayChoice choice(MigrationFolder folder, String entity) {
        Map<String, Set<SourceTable>> byEntity = MappedTables.of(folder, Blueprint.read(folder.mappings()));
        Set<SourceTable> tables = byEntity.get(entity);
        if (tables == null) {
            throw new SettingsException("--entity " + entity + " has no mapping; there are mappings for "
                    + String.join(", ", byEntity.keySet()));
        }
        return new ReplayChoice(entity, tables, keys, rejected);
    }
}
