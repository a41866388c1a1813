package org.dataferry.control.cli;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.Callable;
import org.apache.kafka.common.KafkaException;
import org.dataferry.control.ControlException;
import org.dataferry.control.endpoint.Endpoints;
import org.dataferry.control.endpoint.MigrationFolder;
import org.dataferry.control.endpoint.MigrationServers;
import org.dataferry.control.endpoint.TargetLane;
import org.dataferry.control.prepare.Blueprint;
import org.dataferry.control.verify.BothEnds;
import org.dataferry.control.verify.LogHints;
import org.dataferry.control.verify.RunInProgress;
import org.dataferry.control.verify.VerifyOptions;
import org.dataferry.control.verify.VerifyReport;
import org.dataferry.embedded.Ownership;
import org.dataferry.schemas.SchemasException;
import org.dataferry.schemas.key.PlainRow;
import org.dataferry.schemas.settings.SettingsException;
import org.dataferry.sink.client.Lane;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "verify",
        description = "Compares source and target, every row and every mapped field.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExample:%n",
        footer = "  ferry verify northwind --entity account")
final class VerifyCommand implements Callable<Integer> {

    @Mixin
    private FolderArguments arguments;

    @Mixin
    private RebuildArguments rebuild;

    @Option(
            names = "--entity",
            paramLabel = "E",
            description = "Only this entity or relationship; may be given several times.")
    private Set<String> entities = new LinkedHashSet<>();

    @Option(
            names = "--differences",
            paramLabel = "N",
            defaultValue = "1000",
            description = "How many differences to list; all are counted (default: ${DEFAULT-VALUE}).")
    private int mostDifferences;

    @Option(
            names = "--allow-others",
            description = "The target may have rows that this migration did not make; they are counted apart.")
    private boolean allowOthers;

    @Override
    public Integer call() throws InterruptedException {
        if (mostDifferences < 0) {
            throw new SettingsException("--differences is " + mostDifferences + ", expected 0 or more");
        }
        Console console = arguments.console();
        MigrationFolder folder = rebuild.of(arguments.open());
        Blueprint blueprint = Blueprint.read(folder.mappings());
        try (MigrationServers servers =
                        MigrationServers.start(folder, Ownership.OWNED_BY_THIS_PROCESS, console.servers());
                Lane lane = TargetLane.open(servers.endpoints())) {
            VerifyReport report = verify(console, folder, blueprint, servers.endpoints(), lane);
            VerifyDocument document =
                    new VerifyDocument(report, folder.settings().tables());
            console.result(document.text(), document.json());
            return (report.isMatched() ? ExitCode.DONE : ExitCode.REFUSED).number();
        }
    }

    private VerifyReport verify(
            Console console, MigrationFolder folder, Blueprint blueprint, Endpoints endpoints, Lane lane)
            throws InterruptedException {
        BothEnds ends = BothEnds.open(endpoints.sources(), folder.settings(), blueprint, lane);
        VerifyOptions options = new VerifyOptions(
                mostDifferences, allowOthers, folder.ownState().resolve("verify"));
        RunInProgress run = new RunInProgress(folder, endpoints, Set.copyOf(ends.entities()));
        VerifyReport report = ends.verify(entities, options, run, new SaidProgress(console));
        return report.differences().isEmpty() ? report : explained(console, folder, endpoints, report);
    }

    /** A hint is no part of the result: without one, what was found stands as well. */
    private static VerifyReport explained(
            Console console, MigrationFolder folder, Endpoints endpoints, VerifyReport report) {
        try {
            return report.with(new LogHints(
                    folder.topics(), endpoints, PlainRow.of(folder.settings().tables())));
        } catch (ControlException | KafkaException | SchemasException unknown) {
            console.progress("the log could not be asked about the differences: " + unknown.getMessage());
            return report;
        }
    }
}
