package org.dataferry.control.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.dataferry.control.endpoint.MigrationFolder;
import org.dataferry.control.soak.InstancesSoak;
import org.dataferry.control.soak.SoakReport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "instances",
        description = "Kills one of two transforms and two sinks every few seconds while the source goes on.",
        mixinStandardHelpOptions = true)
final class SoakInstancesCommand implements Callable<Integer> {

    private static final long MILLIS_PER_MINUTE = 60_000;

    @Spec
    private CommandSpec command;

    @Option(
            names = "--minutes",
            paramLabel = "N",
            defaultValue = "10",
            description = "For how long stages are killed; parts of a minute too, such as 0.5.")
    private double minutes;

    @Option(names = "--seed", paramLabel = "S", description = "Repeats a soak, as far as the machine's timing allows.")
    private @Nullable Long seed;

    @Option(names = "--rows", paramLabel = "R", defaultValue = "2000", description = "Rows of the source at first.")
    private int rows;

    @Option(names = "--json", description = "One JSON document on standard output.")
    private boolean json;

    @Override
    public Integer call() throws InterruptedException {
        Console console = Console.of(command.commandLine(), json);
        InstancesSoak soak = new InstancesSoak(
                Duration.ofMillis((long) (minutes * MILLIS_PER_MINUTE)),
                seed == null ? System.nanoTime() : seed,
                rows,
                console::progress,
                console::server);
        FolderLog.of(MigrationFolder.open(soak.directory()), "soak");
        SoakReport report = soak.run();
        console.result(text(report), json(report));
        return report.isClean() ? ExitCode.DONE.number() : ExitCode.FAILED.number();
    }

    static ObjectNode json(SoakReport report) {
        ObjectNode document = new ObjectMapper()
                .createObjectNode()
                .put("soak", "instances")
                .put("seed", report.seed())
                .put("transactions", report.transactions())
                .put("kills", report.kills())
                .put("changes", report.changes())
                .put("writes", report.writes())
                .put("clean", report.isClean());
        ObjectNode violations = document.putObject("violations");
        report.violations().forEach((invariant, found) -> {
            var list = violations.putArray(invariant);
            found.forEach(list::add);
        });
        return document;
    }

    static String text(SoakReport report) {
        StringBuilder text = new StringBuilder()
                .append("seed ")
                .append(report.seed())
                .append(": ")
                .append(report.transactions())
                .append(" transactions, ")
                .append(report.changes())
                .append(" changes, ")
                .append(report.writes())
                .append(" writes, ")
                .append(report.kills())
                .append(" kills");
        report.violations().forEach((invariant, found) -> {
            text.append(found.isEmpty() ? "\n  ok      " : "\n  BROKEN  ").append(invariant);
            found.forEach(one -> text.append("\n          ").append(one));
        });
        return report.isClean()
                ? text.toString()
                : text.append("\nkept in ").append(report.folder()).toString();
    }
}
