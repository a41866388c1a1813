package org.dataferry.control.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.dataferry.control.endpoint.Endpoints;
import org.dataferry.control.endpoint.FreeSpace;
import org.dataferry.control.endpoint.MigrationFolder;
import org.dataferry.control.endpoint.MigrationServers;
import org.dataferry.control.endpoint.Rebuild;
import org.dataferry.control.endpoint.TargetLane;
import org.dataferry.control.prepare.Blueprint;
import org.dataferry.control.prepare.MappedTables;
import org.dataferry.control.run.LogToRebuild;
import org.dataferry.control.run.MigrationRun;
import org.dataferry.control.run.RunLock;
import org.dataferry.embedded.Ownership;
import org.dataferry.schemas.SchemasException;
import org.dataferry.schemas.change.AsOf;
import org.dataferry.schemas.settings.SettingsException;
import org.dataferry.sink.client.Lane;
import org.dataferry.transform.mapping.Mappings;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "rebuild",
        description = "Maps and writes all captured changes once more, into a target of its own, beside the run.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExample:%n",
        footer = "  ferry rebuild northwind --number 2 --until-caught-up")
final class RebuildCommand implements Callable<Integer> {

    @Mixin
    private FolderArguments arguments;

    @Option(
            names = "--number",
            required = true,
            paramLabel = "N",
            description = "Which rebuild, from 2; one that was begun before goes on.")
    private int number;

    @Option(
            names = "--target",
            paramLabel = "URL",
            description =
                    "The environment to write to, another one than the run's; an emulator of its own if that is one.")
    private @Nullable URI target;

    @Option(
            names = "--as-of",
            paramLabel = "POINT",
            description = "As the source was at a time with its zone, an LSN or a position; for looking at it.")
    private @Nullable String asOf;

    @Option(names = "--until-caught-up", description = "Stop once everything up to the start is in its target.")
    private boolean untilCaughtUp;

    @Option(names = "--allow-rejected", description = "Exit 0 also with parked or rejected writes.")
    private boolean allowRejected;

    @Override
    public Integer call() throws InterruptedException {
        Console console = arguments.console();
        Optional<AsOf> wanted = Optional.ofNullable(asOf).map(RebuildCommand::past);
        MigrationFolder folder = Rebuild.of(arguments.open("rebuild-" + number), number, target);
        if (wanted.isPresent()
                && wanted.get() instanceof AsOf.Commit
                && folder.settings().tables().isSeveral()) {
            throw new SettingsException(
                    "--as-of " + asOf + " is a place in the log of one source, and the migration has "
                            + String.join(", ", folder.settings().tables().sources()) + "; give a time");
        }
        AsOf point = Rebuild.asOf(folder, wanted);
        Blueprint blueprint = Blueprint.read(folder.mappings());
        FreeSpace.require(folder);
        RunLock lock = RunLock.takeRebuild(folder);
        try (MigrationServers servers =
                MigrationServers.start(folder, Ownership.OWNED_BY_THIS_PROCESS, console.servers())) {
            try {
                return run(console, folder, blueprint, servers, point);
            } finally {
                if (RunLock.isOtherHeld(folder)) {
                    servers.leaveToOthers();
                }
            }
        } finally {
            lock.close();
        }
    }

    /** What is still to come would make another target of it each time. */
    private static AsOf past(String text) {
        AsOf point;
        try {
            point = AsOf.parse(text);
        } catch (SchemasException none) {
            throw new SettingsException("--as-of " + none.getMessage(), none);
        }
        if (point instanceof AsOf.Moment(Instant at)
                && at.isAfter(Clock.systemUTC().instant())) {
            throw new SettingsException("--as-of " + text + " is still to come; give a time that has passed");
        }
        return point;
    }

    private int run(Console console, MigrationFolder folder, Blueprint blueprint, MigrationServers servers, AsOf point)
            throws InterruptedException {
        Endpoints endpoints = servers.endpoints();
        LogToRebuild.require(folder, endpoints, MappedTables.all(folder, blueprint));
        try (Lane lane = TargetLane.open(endpoints)) {
            Mappings mappings = PreparedTarget.of(console, folder, blueprint, endpoints, lane);
            Rebuild.remember(folder, point);
            try (MigrationRun run = MigrationRun.start(folder, endpoints, mappings, lane)) {
                RunProgress progress = new RunProgress(console, words(point), run, servers);
                RunEnd end = untilCaughtUp ? progress.untilCaughtUp() : progress.untilStopped();
                console.result(
                        String.join("\n", StatusText.lines(end.report(), Optional.empty(), console.columns())),
                        document(number, point, end, endpoints));
                return end.exitCode(console, allowRejected).number();
            }
        }
    }

    private String words(AsOf point) {
        return "rebuild " + number + " is running" + (point.equals(AsOf.NOW) ? "" : ", as of " + point.text());
    }

    static ObjectNode document(int number, AsOf point, RunEnd end, Endpoints endpoints) {
        return end.json(endpoints)
                .put("rebuild", number)
                .put("asOf", point.equals(AsOf.NOW) ? null : point.text())
                .put("caughtUpWith", end.caughtUp().map(Enum::name).orElse(null));
    }
}
