package org.dataferry.control.cli;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartition;
import org.dataferry.control.ControlException;
import org.dataferry.control.endpoint.LogServers;
import org.dataferry.control.endpoint.MigrationFolder;
import org.dataferry.control.journal.ControlJournal;
import org.dataferry.control.ledger.EntityStatus;
import org.dataferry.control.ledger.KafkaStageOffsets;
import org.dataferry.control.ledger.TopicCursor;
import org.dataferry.control.prepare.Blueprint;
import org.dataferry.control.prepare.MappedTables;
import org.dataferry.control.replay.ReplayChoice;
import org.dataferry.control.replay.ReplayCommands;
import org.dataferry.control.replay.ReplayProgress;
import org.dataferry.control.replay.ReplayRow;
import org.dataferry.control.replay.ReplaySelection;
import org.dataferry.control.run.RunLock;
import org.dataferry.schemas.avro.ConfluentAvro;
import org.dataferry.schemas.control.ControlEvent;
import org.dataferry.schemas.key.SourceTable;
import org.dataferry.schemas.registry.HttpSchemaRegistry;
import org.dataferry.schemas.settings.SettingsException;
import org.dataferry.schemas.topic.MigrationTopics;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "replay",
        description = "Sends chosen source rows through the current mapping again.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExample:%n",
        footer = {
            "  ferry replay northwind --entity account --rejected --preview",
            "  ferry replay northwind --entity account --key ALFKI"
        })
final class ReplayCommand implements Callable<Integer> {

    private static final Duration KAFKA_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration LOOK = Duration.ofMillis(200);
    private static final Duration SAY = Duration.ofSeconds(2);

    @Mixin
    private FolderArguments arguments;

    @Mixin
    private Author author;

    @Option(
            names = "--entity",
            required = true,
            paramLabel = "E",
            description = "Whose rows: the logical name of the entity.")
    private String entity;

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
            description = "How long to wait for the outcomes; the replay itself goes on after that.")
    private long timeoutSeconds;

    @Override
    public Integer call() throws InterruptedException {
        Console console = arguments.console();
        MigrationFolder folder = arguments.open();
        Set<SourceTable> tables = tables(folder);
        try (LogServers servers = LogServers.start(folder, console.servers());
                Admin admin = Admin.create(servers.kafkaClient())) {
            Log log = new Log(
                    folder.topics(),
                    new ConfluentAvro(new HttpSchemaRegistry(servers.registry())),
                    servers.kafkaClient(),
                    new KafkaStageOffsets(admin, KAFKA_TIMEOUT));
            if (!log.offsets().exists(log.topics().replays().name())) {
                throw new ControlException("this migration has not run yet, so there is nothing to replay");
            }
            List<ReplayRow> rows = select(log, tables);
            if (preview || rows.isEmpty()) {
                ReplayDocument document = new ReplayDocument(entity, Optional.empty(), rows, Optional.empty());
                console.result(
                        rows.isEmpty() ? "No source row of " + entity + " is chosen." : document.previewText(),
                        document.json());
                return ExitCode.DONE.number();
            }
            // What runs with embedded servers of ours runs on this machine, and Kafka may still count a killed one.
            boolean runs = log.offsets().hasMembers(log.topics().transformApplication())
                    && (folder.settings().configuredKafka().isPresent() || RunLock.isAnyHeld(folder.state()));
            return replay(console, log, rows, runs);
        }
    }

    private record Log(MigrationTopics topics, ConfluentAvro avro, Properties client, KafkaStageOffsets offsets) {

        TopicCursor cursor() {
            return TopicCursor.open(client, offsets, KAFKA_TIMEOUT);
        }
    }

    private Set<SourceTable> tables(MigrationFolder folder) {
        Map<String, Set<SourceTable>> byEntity = MappedTables.of(folder, Blueprint.read(folder.mappings()));
        Set<SourceTable> tables = byEntity.get(entity);
        if (tables == null) {
            throw new SettingsException("--entity " + entity + " has no mapping; there are mappings for "
                    + String.join(", ", byEntity.keySet()));
        }
        return tables;
    }

    private List<ReplayRow> select(Log log, Set<SourceTable> tables) {
        try (TopicCursor cursor = log.cursor()) {
            return new ReplaySelection(log.topics(), log.avro(), cursor)
                    .rows(new ReplayChoice(entity, tables, keys, rejected));
        }
    }

    private int replay(Console console, Log log, List<ReplayRow> rows, boolean runs) throws InterruptedException {
        String id = UUID.randomUUID().toString();
        Clock clock = Clock.systemUTC();
        try (ControlJournal journal = new ControlJournal(log.topics(), log.avro(), log.client())) {
            journal.write(
                    new ControlEvent.Replayed(id, entity, rows.size(), author.name(), author.why(), clock.instant()));
        }
        try (TopicCursor cursor = log.cursor();
                ReplayCommands commands = new ReplayCommands(log.topics(), log.avro(), log.client(), clock)) {
            ReplayProgress progress = new ReplayProgress(log.topics(), log.avro(), cursor, log.offsets(), entity, id);
            Map<TopicPartition, Long> ends = commands.publish(id, entity, rows, author.name());
            console.progress("replay " + id + ": " + rows.size() + " source rows of " + entity);
            if (!runs) {
                console.result(
                        "No run of this migration is going on; the next one sends these " + rows.size()
                                + " rows again, as replay " + id + ".",
                        new ReplayDocument(entity, Optional.of(id), rows, Optional.empty()).json());
                return ExitCode.DONE.number();
            }
            EntityStatus sum = await(console, progress, ends);
            console.result(
                    "Replay " + id + " is done. " + ReplayDocument.sumText(sum),
                    new ReplayDocument(entity, Optional.of(id), rows, Optional.of(sum)).json());
            return sum.rejected() + sum.parked() + sum.bounced() > 0 && !allowRejected
                    ? ExitCode.REFUSED.number()
                    : ExitCode.DONE.number();
        }
    }

    private EntityStatus await(Console console, ReplayProgress progress, Map<TopicPartition, Long> ends)
            throws InterruptedException {
        long begun = System.nanoTime();
        long said = begun;
        while (!progress.isDone(ends)) {
            EntityStatus sum = progress.sum();
            if (System.nanoTime() - begun > Duration.ofSeconds(timeoutSeconds).toNanos()) {
                throw new ControlException("after " + timeoutSeconds + " seconds the replay is not done: "
                        + ReplayDocument.sumText(sum) + ". It goes on while the migration runs; see ferry status");
            }
            if (System.nanoTime() - said > SAY.toNanos()) {
                said = System.nanoTime();
                console.progress(ReplayDocument.sumText(sum));
            }
            Thread.sleep(LOOK);
        }
        return progress.sum();
    }
}
