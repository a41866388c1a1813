package org.dataferry.control.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.dataferry.control.ControlException;
import org.dataferry.control.endpoint.Endpoints;
import org.dataferry.control.endpoint.MigrationFolder;
import org.dataferry.control.endpoint.MigrationServers;
import org.dataferry.control.endpoint.Rebuild;
import org.dataferry.control.ledger.KafkaStageOffsets;
import org.dataferry.control.prepare.Blueprint;
import org.dataferry.control.prepare.MappedTables;
import org.dataferry.control.prepare.NotMigratedReport;
import org.dataferry.control.run.RunLock;
import org.dataferry.control.run.StatusLooks;
import org.dataferry.control.status.Look;
import org.dataferry.control.status.SourceText;
import org.dataferry.control.status.StatusDocument;
import org.dataferry.embedded.Ownership;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

@Command(
        name = "status",
        description = "How a migration stands: state, lag, rate, when it will have caught up, and the sums per entity.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nThe sums, of which columns of zeros are left out:%n",
        footer = {
            "  captured   changes read from the source; an update of a row is one more",
            "  again      changes that came once more after a restart",
            "  announced  writes that they led to; the sum of the next eight",
            "  applied    done by the target",
            "  already    the target had it before it was asked",
            "  skipped    nothing to send: no change, filtered, a newer write came, or kept",
            "  parked     waits for a row that it names",
            "  deferred   waits for its phase or a heartbeat",
            "  bounced    the target is not as was believed; decided anew",
            "  rejected   refused, also of rows that were mended since",
            "  in flight  no outcome yet",
            "  rows, rejected rows: in the target, and refused as of now",
            "",
            "Example:",
            "  ferry status northwind --watch"
        })
final class StatusCommand implements Callable<Integer> {

    private static final Duration READ_TIMEOUT = Duration.ofSeconds(30);

    @ParentCommand
    private FerryApp ferry;

    @Mixin
    private FolderArguments arguments;

    @Mixin
    private RebuildArguments rebuild;

    @Option(names = "--watch", description = "Look again each second until Ctrl-C; with --json, one document a line.")
    private boolean watch;

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
        if (watch) {
            ferry.stop().meansSuccess();
        }
        try (MigrationServers servers =
                MigrationServers.start(folder, Ownership.OWNED_BY_THIS_PROCESS, console.servers())) {
            try {
                show(console, folder, blueprint, servers.endpoints());
            } finally {
                // A run that has begun meanwhile uses what this has started.
                if (RunLock.isSeenAnywhere(folder.state())) {
                    servers.leaveToOthers();
                }
            }
        }
        return ExitCode.DONE.number();
    }

    private void show(Console console, MigrationFolder folder, Blueprint blueprint, Endpoints endpoints)
            throws InterruptedException {
        try (Admin admin = Admin.create(endpoints.kafkaClient())) {
            KafkaStageOffsets stages = new KafkaStageOffsets(admin, READ_TIMEOUT);
            if (folder.isRebuild() && !stages.exists(folder.topics().fanOuts().name())) {
                throw notBegun(folder);
            }
            NotMigratedReport notMigrated = NotMigratedReport.read(folder, blueprint, endpoints);
            LedgerReport ledger = new LedgerReport(folder, endpoints, stages);
            Function<Look, ObjectNode> document =
                    look -> ledger.addTo(notMigrated.addTo(document(folder, look, endpoints)));
            try (StatusLooks looks =
                    new StatusLooks(folder, MappedTables.of(folder, blueprint), endpoints, stages, READ_TIMEOUT)) {
                if (watch) {
                    new StatusWatch(
                                    console,
                                    looks,
                                    (look, columns) -> lines(look, notMigrated, ledger, endpoints, columns),
                                    document)
                            .untilStopped(arguments.out());
                } else {
                    Look look = looks.thorough();
                    console.result(
                            String.join("\n", lines(look, notMigrated, ledger, endpoints, console.columns())),
                            document.apply(look));
                }
            }
        }
    }

    private static List<String> lines(
            Look look, NotMigratedReport notMigrated, LedgerReport ledger, Endpoints endpoints, int columns) {
        List<String> lines = new ArrayList<>(StatusText.lines(look.report(), Optional.of(look.situation()), columns));
        lines.addAll(StatusText.wrapped(
                new SourceText(ZoneId.systemDefault())
                        .lines(look.sources(), look.situation().at()),
                columns));
        lines.addAll(ledger.lines());
        lines.addAll(StatusText.endpoints(endpoints));
        lines.addAll(StatusText.wrapped(notMigrated.text().lines().toList(), columns));
        return lines;
    }

    private static ControlException notBegun(MigrationFolder folder) {
        return new ControlException("rebuild " + folder.rebuild() + " of this migration was never begun");
    }

    private static ObjectNode document(MigrationFolder folder, Look look, Endpoints endpoints) {
        ObjectNode document = EndpointsDocument.addTo(StatusDocument.json(look), endpoints);
        return folder.isRebuild() ? document.put("rebuild", folder.rebuild()) : document;
    }
}
