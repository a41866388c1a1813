package org.dataferry.control.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.dataferry.control.demo.Demo;
import org.dataferry.control.demo.DemoFolder;
import org.dataferry.control.demo.DemoReport;
import org.dataferry.control.demo.DemoSettings;
import org.dataferry.control.demo.business.Business;
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
import org.dataferry.sink.client.Lane;
import org.dataferry.transform.mapping.Mappings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(
        name = "demo",
        description = {
            "Moves a made-up staffing business on this machine, and checks itself.",
            "It has dirty rows at known rates, and live changes. A killed demo is continued by the next one with the"
                    + " same --rows and --seed; a finished one begins anew."
        },
        footer = {
            "%nExample:",
            "  ferry demo --rows 50000 --exit",
            "While it runs, from another terminal: ferry status .ferry-demo"
        },
        mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {

    /** More cannot be done by one connection, a transaction each. */
    private static final int MOST_CHANGES_PER_SECOND = 500;

    @Option(
            names = "--rows",
            paramLabel = "N",
            defaultValue = "10000",
            description = "Rows of the business, over all tables (default: ${DEFAULT-VALUE}).")
    private long rows;

    @Option(
            names = "--exit",
            description = "End after the self-check, with 0 if it passed; else live changes go on until Ctrl-C.")
    private boolean exit;

    @Option(
            names = "--seed",
            paramLabel = "S",
            defaultValue = "1",
            description = "Makes up the same business again (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = "--changes-per-second",
            paramLabel = "R",
            defaultValue = "20",
            description = "Live changes once the rows are there; 0 for none (default: ${DEFAULT-VALUE}).")
    private int changesPerSecond;

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            defaultValue = ".",
            description = "Where the folder .ferry-demo is (default: the current one).")
    private Path directory;

    @Mixin
    private DashboardOption dashboard;

    @Option(names = "--json", description = "One JSON document on standard output.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @ParentCommand
    private FerryApp ferry;

    @Override
    public Integer call() throws InterruptedException {
        Console console = Console.of(spec.commandLine(), json);
        DemoSettings settings = settings();
        DemoFolder folder = DemoFolder.in(directory);
        MigrationFolder migration = folder.migration();
        FolderLog.of(migration, FolderLog.SHARED);
        RunLock lock = RunLock.take(migration.state());
        try {
            boolean continued = folder.isUnfinished(settings);
            if (continued) {
                console.progress("going on with the demo in " + folder.directory());
            } else {
                folder.forget();
                FreshStart.discard(migration, console.servers());
                folder.begin(settings);
            }
            return run(console, settings, folder, continued);
        } finally {
            lock.close();
        }
    }

    private int run(Console console, DemoSettings settings, DemoFolder folder, boolean continued)
            throws InterruptedException {
        MigrationFolder migration = folder.migration();
        long start = System.nanoTime();
        try (MigrationServers servers =
                MigrationServers.start(migration, Ownership.OWNED_BY_THIS_PROCESS, console.servers())) {
            try {
                Demo demo = new Demo(
                        settings, continued, servers, Duration.ofNanos(System.nanoTime() - start), console::live);
                DemoReport report = run(console, demo, folder, servers);
                if (exit) {
                    folder.finish(settings);
                }
                console.result(DemoDocument.text(report), DemoDocument.json(report, servers.endpoints()));
                if (report.isPassed()) {
                    ferry.stop().meansSuccess();
                    return ExitCode.DONE.number();
                }
                return ExitCode.FAILED.number();
            } finally {
                console.endLive();
                if (RunLock.isOtherHeld(migration)) {
                    servers.leaveToOthers();
                }
            }
        }
    }

    private DemoReport run(Console console, Demo demo, DemoFolder folder, MigrationServers servers)
            throws InterruptedException {
        MigrationFolder migration = folder.migration();
        Blueprint blueprint = Blueprint.read(migration.mappings());
        demo.fillSource(folder);
        try (Lane lane = TargetLane.open(servers.endpoints())) {
            Mappings mappings = PreparedTarget.of(console, migration, blueprint, servers.endpoints(), lane);
            Demo.addBusinessKey(lane);
            console.progress(DemoDocument.where(folder.directory(), servers.endpoints()));
            NotMigratedReport notMigrated = NotMigratedReport.read(migration, blueprint, servers.endpoints());
            ProjectionThread ledger = LedgerBeside.start(console, migration, blueprint, servers.endpoints());
            try (MigrationRun run = MigrationRun.start(migration, servers.endpoints(), mappings, lane);
                    DashboardOption.Beside beside = dashboard.serve(
                            console,
                            migration,
                            servers.endpoints(),
                            MappedTables.of(migration, blueprint),
                            notMigrated,
                            PersonalMarks.read(migration, blueprint, servers.endpoints()),
                            run,
                            dashboard.users(migration))) {
                beside.announce(console);
                return demo.run(run, migration.topics(), exit);
            } finally {
                ledger.close();
            }
        }
    }

    private DemoSettings settings() {
        require(
                rows >= Business.FEWEST_ROWS && rows <= Business.MOST_ROWS,
                "--rows is " + rows + ", expected " + Business.FEWEST_ROWS + " to " + Business.MOST_ROWS);
        require(
                changesPerSecond >= 0 && changesPerSecond <= MOST_CHANGES_PER_SECOND,
                "--changes-per-second is " + changesPerSecond + ", expected 0 to " + MOST_CHANGES_PER_SECOND);
        return new DemoSettings(rows, seed, changesPerSecond);
    }

    private void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new ParameterException(spec.commandLine(), otherwise);
        }
    }
}
