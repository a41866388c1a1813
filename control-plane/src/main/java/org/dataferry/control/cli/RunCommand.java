package org.dataferry.control.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.dataferry.capture.GapDecision;
import org.dataferry.capture.source.LoadedScript;
import org.dataferry.capture.source.SqlScriptLoader;
import org.dataferry.control.RefusedException;
import org.dataferry.control.dashboard.access.Users;
import org.dataferry.control.endpoint.Endpoints;
import org.dataferry.control.endpoint.FreeSpace;
import org.dataferry.control.endpoint.MigrationFolder;
import org.dataferry.control.endpoint.MigrationServers;
import org.dataferry.control.endpoint.TargetLane;
import org.dataferry.control.prepare.Blueprint;
import org.dataferry.control.prepare.MappedTables;
import org.dataferry.control.prepare.NotMigratedReport;
import org.dataferry.control.prepare.PersonalMarks;
import org.dataferry.control.projection.ProjectionThread;
import org.dataferry.control.run.FreshStart;
import org.dataferry.control.run.MigrationRun;
import org.dataferry.control.run.RunLock;
import org.dataferry.embedded.Ownership;
import org.dataferry.schemas.settings.MigrationSettings;
import org.dataferry.schemas.settings.SettingsException;
import org.dataferry.schemas.settings.SourceSettings;
import org.dataferry.sink.client.Lane;
import org.dataferry.transform.mapping.Mappings;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "run",
        description = "Continuous sync: captures, maps and writes until it is stopped.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExample:%n",
        footer = {"  ferry run northwind", "  ferry run northwind --source-sql dump.sql --until-caught-up"})
final class RunCommand implements Callable<Integer> {

    @Mixin
    private FolderArguments arguments;

    @Mixin
    private DashboardOption dashboard;

    @Mixin
    private GapOptions gap;

    @Option(names = "--until-caught-up", description = "Stop once everything up to the start is in the target.")
    private boolean untilCaughtUp;

    @Option(names = "--fresh", description = "Discard all embedded servers' data of this migration first.")
    private boolean fresh;

    @Option(names = "--allow-rejected", description = "Exit 0 also with parked or rejected writes.")
    private boolean allowRejected;

    @Option(
            names = "--source-sql",
            paramLabel = "FILE",
            description = "Load a dump into the embedded source first; a file loaded before is skipped.")
    private @Nullable Path sourceSql;

    @Override
    public Integer call() throws InterruptedException {
        Console console = arguments.console();
        MigrationFolder folder = arguments.open();
        Map<String, GapDecision> decisions = gap.decisions(folder.settings());
        Blueprint blueprint = Blueprint.read(folder.mappings());
        requireLoadable(folder);
        Optional<Users> users = dashboard.users(folder);
        FreeSpace.require(folder);
        RunLock lock = RunLock.take(folder.state());
        try {
            if (fresh) {
                FreshStart.discard(folder, console.servers());
            }
            try (MigrationServers servers =
                    MigrationServers.start(folder, Ownership.OWNED_BY_THIS_PROCESS, console.servers())) {
                try {
                    return run(console, folder, blueprint, servers, users, decisions);
                } finally {
                    if (RunLock.isOtherHeld(folder)) {
                        servers.leaveToOthers();
                    }
                }
            }
        } finally {
            lock.close();
        }
    }

    private int run(
            Console console,
            MigrationFolder folder,
            Blueprint blueprint,
            MigrationServers servers,
            Optional<Users> users,
            Map<String, GapDecision> decisions)
            throws InterruptedException {
        Endpoints endpoints = servers.endpoints();
        // Everything that can be wrong is found before the first thing is made: who we are at the target, before the
        // source is loaded; tables, columns, types and expressions, before the target gets tables and Kafka topics.
        try (Lane lane = TargetLane.open(endpoints)) {
            load(console, folder, endpoints);
            Mappings mappings = PreparedTarget.of(console, folder, blueprint, endpoints, lane);
            NotMigratedReport notMigrated = NotMigratedReport.read(folder, blueprint, endpoints);
            ProjectionThread ledger = LedgerBeside.start(console, folder, blueprint, endpoints);
            try (MigrationRun run =
                            MigrationRun.start(folder, endpoints, mappings, lane, decisions, console::progress);
                    DashboardOption.Beside beside = dashboard.serve(
                            console,
                            folder,
                            endpoints,
                            MappedTables.of(folder, blueprint),
                            notMigrated,
                            PersonalMarks.read(folder, blueprint, endpoints),
                            run,
                            users)) {
                beside.announce(console);
                RunProgress progress = new RunProgress(console, "running", run, servers);
                RunEnd end = untilCaughtUp ? progress.untilCaughtUp() : progress.untilStopped();
                console.result(
                        notMigrated.text()
                                + String.join(
                                        "\n", StatusText.lines(end.report(), Optional.empty(), console.columns())),
                        notMigrated.addTo(end.json(endpoints)));
                return end.exitCode(console, allowRejected).number();
            } finally {
                ledger.close();
            }
        }
    }

    private void load(Console console, MigrationFolder folder, Endpoints endpoints) {
        if (sourceSql == null) {
            requireTables(endpoints);
            return;
        }
        if (!(endpoints.end(embedded(folder)) instanceof Endpoints.Database database)) {
            throw new IllegalStateException("refused before: only a database is loaded");
        }
        switch (new SqlScriptLoader(database.address()).load(sourceSql)) {
            case LoadedScript.Loaded loaded ->
                console.progress("source: loaded " + sourceSql + " (" + loaded.statements() + " statements)");
            case LoadedScript.AlreadyLoaded ignored -> console.progress("source: " + sourceSql + " was loaded before");
        }
    }

    /** An embedded source begins empty, and of each mapping it would be said that its table is not there. */
    private static void requireTables(Endpoints endpoints) {
        endpoints.ends().forEach((name, end) -> {
            if (end instanceof Endpoints.Database database
                    && database.embedded()
                    && database.opened().catalogue().tables().isEmpty()) {
                throw new RefusedException("the embedded source " + name + " has no table yet: load a dump into it with"
                        + " --source-sql FILE, or name the database of the application in "
                        + MigrationSettings.FILE_NAME
                        + " (source.postgres)");
            }
        });
    }

    private void requireLoadable(MigrationFolder folder) {
        if (sourceSql == null) {
            return;
        }
        embedded(folder);
        if (!Files.isReadable(sourceSql) || !Files.isRegularFile(sourceSql)) {
            throw new SettingsException("--source-sql " + sourceSql + " is not a file that can be read");
        }
    }

    /** The first source that is. */
    private static String embedded(MigrationFolder folder) {
        return folder.settings().sources().stream()
                .filter(SourceSettings::isEmbedded)
                .map(SourceSettings::name)
                .findFirst()
                .orElseThrow(() -> new RefusedException("--source-sql loads into the embedded source only, and "
                        + MigrationSettings.FILE_NAME + " names a source"));
    }
}
