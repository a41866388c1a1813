package org.dataferry.control.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.Map;
import org.dataferry.capture.GapDecision;
import org.dataferry.control.endpoint.Endpoints;
import org.dataferry.control.endpoint.FreeSpace;
import org.dataferry.control.endpoint.MigrationFolder;
import org.dataferry.control.endpoint.MigrationServers;
import org.dataferry.control.endpoint.Rebuild;
import org.dataferry.control.endpoint.TargetLane;
import org.dataferry.control.prepare.Blueprint;
import org.dataferry.control.prepare.MappedTables;
import org.dataferry.control.run.LogToRebuild;
import org.dataferry.control.run.RunLock;
import org.dataferry.control.run.Stage;
import org.dataferry.control.run.StageInstance;
import org.dataferry.control.run.StageRun;
import org.dataferry.embedded.Ownership;
import org.dataferry.sink.client.Lane;
import org.dataferry.transform.mapping.Mappings;

/** Runs one stage until the process is told to end. */
final class StageRunner {

    private static final Duration LOOK = Duration.ofMillis(200);

    /** Making the tables of the emulator takes seconds. */
    private static final Duration PREPARE_TURN = Duration.ofMinutes(5);

    private final Stage stage;
    private final StageInstance instance;
    private final Console console;
    private final Map<String, GapDecision> decisions;

    StageRunner(Stage stage, StageInstance instance, Console console) {
        this(stage, instance, console, Map.of());
    }

    /** @param decisions how capture goes on at sources where that needs one */
    StageRunner(Stage stage, StageInstance instance, Console console, Map<String, GapDecision> decisions) {
        this.stage = stage;
        this.instance = instance;
        this.console = console;
        this.decisions = decisions;
    }

    int run(MigrationFolder folder) throws InterruptedException {
        Blueprint blueprint = Blueprint.read(folder.mappings());
        FreeSpace.require(folder);
        RunLock lock = RunLock.take(folder.ownState(), stage, instance);
        try (MigrationServers servers =
                MigrationServers.start(folder, Ownership.OWNED_BY_THIS_PROCESS, console.servers())) {
            Endpoints endpoints = servers.endpoints();
            if (folder.isRebuild()) {
                LogToRebuild.require(folder, endpoints, MappedTables.all(folder, blueprint));
            }
            try (Lane lane = TargetLane.open(endpoints)) {
                Mappings mappings = prepared(folder, blueprint, endpoints, lane);
                if (folder.isRebuild()) {
                    Rebuild.remember(folder, Rebuild.asOf(folder));
                }
                try (StageRun run = StageRun.start(stage, instance, folder, endpoints, mappings, lane, decisions)) {
                    console.progress(title(folder) + " is running; Ctrl-C stops");
                    untilStopped(run, servers);
                }
            }
        } finally {
            lock.close();
        }
        console.result(
                title(folder) + " has stopped.",
                new ObjectMapper()
                        .createObjectNode()
                        .put("stage", stage.command())
                        .put("instance", instance.name())
                        .put("stopped", true));
        return ExitCode.DONE.number();
    }

    /** Several processes may start at once and find the emulator bare: one of them makes what it lacks. */
    private Mappings prepared(MigrationFolder folder, Blueprint blueprint, Endpoints endpoints, Lane lane)
            throws InterruptedException {
        RunLock turn = RunLock.awaitTurn(folder.ownState(), "prepare", PREPARE_TURN);
        try {
            return PreparedTarget.of(console, folder, blueprint, endpoints, lane);
        } finally {
            turn.close();
        }
    }

    private void untilStopped(StageRun run, MigrationServers servers) {
        try {
            while (true) {
                run.throwIfFailed();
                servers.throwIfFailed();
                Thread.sleep(LOOK);
            }
        } catch (InterruptedException stopped) {
            console.progress("stopping");
        }
    }

    private String title(MigrationFolder folder) {
        return stage.command()
                + (instance.name().isEmpty() ? "" : " " + instance.name())
                + (folder.isRebuild() ? " of rebuild " + folder.rebuild() : "");
    }
}
