package org.dataferry.control.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.admin.Admin;
import org.dataferry.control.ControlException;
import org.dataferry.control.endpoint.LogServers;
import org.dataferry.control.endpoint.MigrationFolder;
import org.dataferry.control.journal.ControlJournal;
import org.dataferry.control.ledger.KafkaStageOffsets;
import org.dataferry.control.prepare.Blueprint;
import org.dataferry.schemas.avro.ConfluentAvro;
import org.dataferry.schemas.control.ControlEvent;
import org.dataferry.schemas.registry.HttpSchemaRegistry;
import org.dataferry.schemas.settings.SettingsException;
import org.dataferry.schemas.topic.MigrationTopics;
import org.dataferry.transform.mapping.language.EntityDocument;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "phase",
        description = "Opens a phase that the mapping leaves to a command.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExample:%n",
        footer = "  ferry phase northwind --entity incident --open states --why \"all is loaded\"")
final class PhaseCommand implements Callable<Integer> {

    private static final Duration KAFKA_TIMEOUT = Duration.ofSeconds(30);
    private static final String STATES = "states";
    private static final ObjectMapper JSON = new ObjectMapper();

    @Mixin
    private FolderArguments arguments;

    @Mixin
    private RebuildArguments rebuild;

    @Mixin
    private Author author;

    @Option(
            names = "--entity",
            required = true,
            paramLabel = "E",
            description = "Whose rows: the logical name of the entity.")
    private String entity;

    @Option(
            names = "--open",
            required = true,
            paramLabel = "PHASE",
            description = "Which phase: states. It is not closed again.")
    private String phase;

    @Override
    public Integer call() {
        Console console = arguments.console();
        if (!phase.equals(STATES)) {
            throw new SettingsException(
                    "--open " + phase + " is no phase that a command opens; there is only " + STATES);
        }
        MigrationFolder folder = rebuild.of(arguments.open());
        requireByCommand(Blueprint.read(folder.mappings()));
        MigrationTopics topics = folder.topics();
        try (LogServers servers = LogServers.start(folder, console.servers());
                Admin admin = Admin.create(servers.kafkaClient())) {
            if (!new KafkaStageOffsets(admin, KAFKA_TIMEOUT)
                    .exists(topics.control().name())) {
                throw new ControlException("this migration has not run yet, so there is no phase to open");
            }
            ControlEvent.StatesOpened opened = new ControlEvent.StatesOpened(
                    entity,
                    topics.rebuild(),
                    author.name(),
                    author.why(),
                    Clock.systemUTC().instant());
            try (ControlJournal journal = new ControlJournal(
                    topics, new ConfluentAvro(new HttpSchemaRegistry(servers.registry())), servers.kafkaClient())) {
                journal.write(opened);
            }
            console.result(
                    "States of " + entity + " are open. Those that wait are set from the next heartbeats on, while the"
                            + " migration runs.",
                    JSON.createObjectNode()
                            .put("entity", opened.entity())
                            .put("opened", STATES)
                            .put("rebuild", opened.rebuild())
                            .put("by", opened.by())
                            .put("why", opened.why())
                            .put("at", opened.at().toString()));
        }
        return ExitCode.DONE.number();
    }

    private void requireByCommand(Blueprint blueprint) {
        Set<String> byCommand = new TreeSet<>();
        blueprint.files().forEach(file -> {
            if (file.document() instanceof EntityDocument document && document.statesByCommand()) {
                byCommand.add(document.entity());
            }
        });
        if (!byCommand.contains(entity)) {
            throw new SettingsException("--entity " + entity + " has no states that wait for a command. "
                    + (byCommand.isEmpty()
                            ? "No mapping has: write opens: by-command under state:"
                            : "There are states of " + String.join(", ", byCommand)));
        }
    }
}
