package org.dataferry.control.cli;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.dataferry.control.endpoint.MigrationFolder;
import org.dataferry.schemas.control.LimitChanges;
import org.dataferry.schemas.control.SinkSteering;
import org.dataferry.schemas.settings.DurationReader;
import org.dataferry.schemas.settings.LimitSettings;
import org.dataferry.schemas.settings.ProtectionSettings;
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
        require(folder, asked);
        try (ControlDesk desk = ControlDesk.open(folder, console)) {
            int number = folder.topics().rebuild();
            if (asConfigured) {
                desk.decide(new SinkSteering.LimitsReset(
                        number, author.name(), author.why(), Clock.systemUTC().instant()));
            } else if (!asked.isEmpty()) {
                requireFitting(folder.settings()
                        .limits()
                        .sink()
                        .with(desk.control().limits().then(asked)));
                desk.decide(new SinkSteering.LimitsChanged(
                        asked,
                        number,
                        author.name(),
                        author.why(),
                        Clock.systemUTC().instant()));
            }
            LimitsDocument document = new LimitsDocument(
                    folder.settings(), desk.control(), number, Clock.systemUTC().instant());
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

    /** What is out of range, or would hold nothing back, is said before anything starts. */
    private void require(MigrationFolder folder, LimitChanges asked) {
        if (asConfigured && !asked.isEmpty()) {
            throw new SettingsException("--as-configured takes every change back, so it goes with no other limit");
        }
        ProtectionSettings protection = folder.settings().protection().with(asked);
        folder.settings().limits().sink().with(asked);
        if (asked.needsPacing() && !protection.enabled()) {
            throw new SettingsException(
                    "--requests, --execution-time and --reserve hold only where requests are paced, and"
                            + " limits.sink.protection is off; write it to migration.yaml, and restart the sink");
        }
    }

    private void requireFitting(LimitSettings.Sink together) {
        if (batchSize != null && batchSize > together.largestBatch()) {
            throw new SettingsException("--batch-size " + batchSize + " is more than the largest batch, which is "
                    + together.largestBatch() + "; give --largest-batch as well");
        }
    }
}
