package org.dataferry.control.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.admin.Admin;
import org.dataferry.control.ControlException;
import org.dataferry.control.endpoint.Endpoints;
import org.dataferry.control.endpoint.LogServers;
import org.dataferry.control.endpoint.MigrationFolder;
import org.dataferry.control.endpoint.MigrationServers;
import org.dataferry.control.ledger.KafkaStageOffsets;
import org.dataferry.control.prepare.Blueprint;
import org.dataferry.control.prepare.MappedTables;
import org.dataferry.control.preview.ChosenSegment;
import org.dataferry.control.replay.ReplayDesk;
import org.dataferry.control.replay.ReplayLog;
import org.dataferry.control.run.RunLock;
import org.dataferry.control.segment.SavedSegments;
import org.dataferry.control.segment.Segment;
import org.dataferry.control.segment.SegmentJson;
import org.dataferry.control.segment.SegmentRows;
import org.dataferry.embedded.Ownership;
import org.dataferry.schemas.avro.ConfluentAvro;
import org.dataferry.schemas.registry.HttpSchemaRegistry;
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
        abbreviateSynopsis = true,
        footerHeading = "%nExample:%n",
        footer = {
            "  ferry replay northwind --error-reason VALUE_TOO_LONG --dependants --preview",
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

    @ArgGroup(validate = false, heading = "Which rows:%n")
    private SegmentOptions options = new SegmentOptions();

    @Option(names = "--preview", description = "Say what it would do, and send nothing.")
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
        if (!options.isGiven() && !isOfOneBefore) {
            throw new ParameterException(
                    command.commandLine(),
                    "--entity says whose rows; or --history, --pause, --resume, --cancel or --approve is of a replay that"
                            + " was asked for before");
        }
        if (isOfOneBefore && (options.isGiven() || preview)) {
            throw new ParameterException(
                    command.commandLine(),
                    "--entity, --preview and what else chooses rows anew go with none of --history, --pause,"
                            + " --resume, --cancel and --approve");
        }
        Console console = arguments.console();
        MigrationFolder folder = arguments.open();
        if (isOfOneBefore) {
            try (LogServers servers = LogServers.start(folder, console.servers())) {
                return inLog(
                        folder,
                        servers,
                        conducted -> new ReplayContinuation(folder, conducted).decide(decision, allowRejected));
            }
        }
        Segment segment = options.segment(folder.directory());
        if (options.toSave().isPresent()) {
            return save(folder, options.toSave().get(), segment);
        }
        Blueprint blueprint = Blueprint.read(folder.mappings());
        SegmentRows rows = new SegmentRows(folder.settings().tables(), MappedTables.of(folder, blueprint));
        rows.requireMapped(segment);
        try (LogServers servers = LogServers.withLedger(folder, console.servers())) {
            try {
                return inLog(folder, servers, conducted -> {
                    ChosenSegment chosen = new ChosenSegment(
                            console::progress,
                            folder,
                            blueprint,
                            rows,
                            conducted.log(),
                            servers.ledger(),
                            () -> ends(folder, console),
                            segment,
                            OptionalInt.empty());
                    return new ReplayBeginning(folder, conducted, chosen).begin(preview, allowRejected);
                });
            } finally {
                // A run that has begun meanwhile uses what this has started.
                if (RunLock.isSeenAnywhere(folder.state())) {
                    servers.leaveToOthers();
                }
            }
        }
    }

    private static ChosenSegment.Ends ends(MigrationFolder folder, Console console) {
        MigrationServers servers = MigrationServers.start(folder, Ownership.OWNED_BY_THIS_PROCESS, console.servers());
        return new ChosenSegment.Ends() {
            @Override
            public Endpoints endpoints() {
                return servers.endpoints();
            }

            @Override
            public void close() {
                servers.close();
            }
        };
    }

    /** What is done with the migration's log at hand. */
    private interface Work {
        int done(ConductedReplay conducted) throws InterruptedException;
    }

    private int inLog(MigrationFolder folder, LogServers servers, Work work) throws InterruptedException {
        try (Admin admin = Admin.create(servers.kafkaClient())) {
            ReplayLog log = new ReplayLog(
                    folder.topics(),
                    new ConfluentAvro(new HttpSchemaRegistry(servers.registry())),
                    servers.kafkaClient(),
                    new KafkaStageOffsets(admin, ReplayLog.TIMEOUT));
            if (!log.isThere()) {
                throw new ControlException("this migration has not run yet, so there is nothing to replay");
            }
            try (ReplayDesk desk = log.desk()) {
                desk.endUnacknowledged(folder.state(), Clock.systemUTC().instant());
                return work.done(new ConductedReplay(
                        arguments.console(), log, folder.state(), desk, author, Duration.ofSeconds(timeoutSeconds)));
            }
        }
    }

    private int save(MigrationFolder folder, String name, Segment segment) {
        Path file = new SavedSegments(folder.directory()).save(name, segment);
        ObjectNode document =
                new ObjectMapper().createObjectNode().put("filter", name).put("file", file.toString());
        document.set("segment", SegmentJson.write(segment));
        arguments
                .console()
                .result(file + " has " + segment.words() + "; keep it with the mappings. Nothing was sent.", document);
        return ExitCode.DONE.number();
    }
}
