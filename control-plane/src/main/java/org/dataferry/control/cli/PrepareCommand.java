package org.dataferry.control.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.concurrent.Callable;
import org.dataferry.control.endpoint.MigrationFolder;
import org.dataferry.control.endpoint.MigrationServers;
import org.dataferry.control.endpoint.TargetLane;
import org.dataferry.control.prepare.Adoption;
import org.dataferry.control.prepare.AdoptionReport;
import org.dataferry.control.prepare.Blueprint;
import org.dataferry.control.prepare.Preparation;
import org.dataferry.control.prepare.PrepareStep;
import org.dataferry.embedded.Ownership;
import org.dataferry.sink.client.Lane;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "prepare",
        description = "Shows what the target lacks, and rows to adopt; --apply makes it.",
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
            Preparation preparation = Preparation.of(folder, blueprint, servers.endpoints(), lane);
            if (apply) {
                preparation.apply(lane, step -> console.progress(step.describe()));
            }
            List<AdoptionReport> adoption = adoption(folder, servers, preparation, lane);
            console.result(text(preparation, adoption), document(preparation, adoption));
            boolean clear = adoption.stream().noneMatch(AdoptionReport::isInTheWay);
            return (clear ? ExitCode.DONE : ExitCode.REFUSED).number();
        }
    }

    private static List<AdoptionReport> adoption(
            MigrationFolder folder, MigrationServers servers, Preparation preparation, Lane lane)
            throws InterruptedException {
        if (!Adoption.isAsked(preparation.mappings())) {
            return List.of();
        }
        try (Adoption adoption = Adoption.find(
                servers.endpoints().sources(),
                folder.settings(),
                preparation.mappings(),
                lane,
                folder.ownState().resolve("prepare"))) {
            return adoption.reports();
        }
    }

    private String text(Preparation preparation, List<AdoptionReport> adoption) {
        StringBuilder text = new StringBuilder();
        if (preparation.steps().isEmpty()) {
            text.append("The target has everything.");
        } else {
            text.append(apply ? "Made:" : "The target lacks (ferry prepare --apply makes it):");
            preparation.steps().forEach(step -> text.append("\n  ").append(step.describe()));
        }
        if (!adoption.isEmpty()) {
            text.append("\nWhen the migration begins:");
            adoption.forEach(report -> text.append("\n  ").append(report.describe()));
        }
        return text.toString();
    }

    private ObjectNode document(Preparation preparation, List<AdoptionReport> adoption) {
        ObjectNode document = new ObjectMapper().createObjectNode();
        document.put("applied", apply);
        ArrayNode steps = document.putArray("steps");
        for (PrepareStep step : preparation.steps()) {
            steps.addObject().put("entity", step.entity()).put("does", step.describe());
        }
        ArrayNode reports = document.putArray("adoption");
        for (AdoptionReport report : adoption) {
            ObjectNode one = reports.addObject();
            one.put("entity", report.entity());
            report.by().forEach(one.putArray("by")::add);
            one.put("adopted", report.adopted()).put("ambiguous", report.ambiguous());
            report.examples().forEach(one.putArray("examples")::add);
            one.put("withoutCounterpart", report.withoutCounterpart()).put("inTheWay", report.isInTheWay());
        }
        return document;
    }
}
