package org.dataferry.control.cli;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.dataferry.control.endpoint.LogServers;
import org.dataferry.control.endpoint.MigrationFolder;
import org.dataferry.control.steer.ControlDesk;
import org.dataferry.control.steer.LimitsDocument;
import org.dataferry.control.steer.Steering;
import org.dataferry.schemas.control.LimitChanges;
import org.dataferry.schemas.settings.DurationReader;
import org.dataferry.schemas.settings.SettingsException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "limits",
        description = "Shows what the sinks keep to, or changes it while they run.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExample:%n",
        footer = "  ferry limits northwind --reserve 0.3 --why \"the cutover needs room\"")
final class LimitsCommand implements Callable<Integer> {

    @Mixin
    private FolderArguments arguments;

    @Mixin
    private RebuildArguments rebuild;

    @Mixin
    private Author author;

    @Option(names = "--requests", paramLabel = "N", description = "At most, per user and server in a window.")
    private @Nullable Integer requests;

    @Option(names = "--execution-time", paramLabel = "D", description = "Of those together, such as 600s.")
    private @Nullable String executionTime;

    @Option(names = "--concurrent-requests", paramLabel = "N", description = "Per user; 0 follows the hint.")
    private @Nullable Integer concurrentRequests;

    @Option(names = "--reserve", paramLabel = "X", description = "The share kept for others, 0 to 0.9.")
    private @Nullable Double reserve;

    @Option(names = "--batch-size", paramLabel = "N", description = "Rows of the first bulk requests.")
    private @Nullable Integer batchSize;

    @Option(names = "--largest-batch", paramLabel = "N", description = "Rows of a bulk request at most.")
    private @Nullable Integer largestBatch;

    @Option(names = "--entitlement", paramLabel = "N", description = "Requests in 24 hours, of all users.")
    private @Nullable Long entitlement;

    @Option(names = "--as-configured", description = "All as in migration.yaml again.")
    private boolean asConfigured;

    @Override
    public Integer call() {
        Console console = arguments.console();
        MigrationFolder folder = rebuild.of(arguments.open());
        LimitChanges asked = asked();
        if (asConfigured && !asked.isEmpty()) {
            throw new SettingsException("--as-configured takes every change back, so it goes with no other limit");
        }
        Steering.requirePossible(folder.settings(), asked);
        try (LogServers servers = LogServers.start(folder, console.servers())) {
            ControlDesk desk = ControlDesk.open(folder.topics(), servers.registry(), servers.kafkaClient());
            Steering steering = new Steering(folder.settings(), Set.of(), desk, author.name(), Clock.systemUTC());
            if (asConfigured) {
                steering.reset(author.why());
            } else if (!asked.isEmpty()) {
                steering.change(asked, author.why());
            }
            LimitsDocument document = new LimitsDocument(
                    folder.settings(),
                    desk.control(),
                    folder.rebuild(),
                    Clock.systemUTC().instant());
            console.result(document.text(), document.json());
        }
        return ExitCode.DONE.number();
    }

    private LimitChanges asked() {
        return new LimitChanges(
                Optional.ofNullable(requests),
                Optional.ofNullable(executionTime).map(LimitsCommand::duration),
                Optional.ofNullable(concurrentRequests),
                Optional.ofNullable(reserve),
                Optional.ofNullable(batchSize),
                Optional.ofNullable(largestBatch),
                Optional.ofNullable(entitlement));
    }

    private static Duration duration(String text) {
        try {
            return DurationReader.parse(text);
        } catch (SettingsException malformed) {
            throw new SettingsException("--execution-time: " + malformed.getMessage());
        }
    }
}
