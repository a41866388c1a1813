package org.dataferry.control.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.concurrent.Callable;
import org.dataferry.control.endpoint.MigrationFolder;
import org.dataferry.control.endpoint.MigrationServers;
import org.dataferry.control.endpoint.TargetLane;
import org.dataferry.control.prepare.Blueprint;
import org.dataferry.control.prepare.Preparation;
import org.dataferry.control.prepare.PrepareStep;
import org.dataferry.control.run.MigrationRun;
import org.dataferry.embedded.Ownership;
import org.dataferry.sink.client.Lane;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "prepare",
        description = "Shows what the target lacks for the mappings; --apply makes it.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExample:%n",
        footer = {"  ferry prepare northwind", "  ferry prepare northwind --apply"})
final class PrepareCommand implements Callable<Integer> {

    @Mixin
    private FolderArguments arguments;

    @Mixin
    private RebuildArguments rebuild;

    @Option(names = "--apply", description = "Make what is missing.")
    private boolean apply;

    @Override
    public Integer call() throws InterruptedException {
        Console console = arguments.console();
        MigrationFolder folder = rebuild.of(arguments.open());
        Blueprint blueprint = Blueprint.read(folder.mappings());
        try (MigrationServers servers =
                        MigrationServers.start(folder, Ownership.OWNED_BY_THIS_PROCESS, console.servers());
                Lane lane = TargetLane.open(servers.endpoints())) {
            Preparation preparation =
                    Preparation.of(folder, blueprint, servers.endpoints(), lane, MigrationRun.slot(folder.settings()));
            if (apply) {
                preparation.apply(lane, step -> console.progress(step.describe()));
            }
            console.result(text(preparation), document(preparation));
        }
        return ExitCode.DONE.number();
    }

    private String text(Preparation preparation) {
        if (preparation.steps().isEmpty()) {
            return "The target has everything.";
        }
        StringBuilder text = new StringBuilder(apply ? "Made:" : "The target lacks (ferry prepare --apply makes it):");
        preparation.steps().forEach(step -> text.append("\n  ").append(step.describe()));
        return text.toString();
    }

    private ObjectNode document(Preparation preparation) {
        ObjectNode document = new ObjectMapper().createObjectNode();
        document.put("applied", apply);
        ArrayNode steps = document.putArray("steps");
        for (PrepareStep step : preparation.steps()) {
            steps.addObject().put("entity", step.entity()).put("does", step.describe());
        }
        return document;
    }
}
