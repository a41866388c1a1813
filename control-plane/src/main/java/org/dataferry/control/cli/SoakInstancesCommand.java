package org.dataferry.control.cli;

import java.util.concurrent.Callable;
import org.dataferry.control.endpoint.MigrationFolder;
import org.dataferry.control.soak.InstancesSoak;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "instances",
        description = "Kills one of two transforms and two sinks every few seconds while the source goes on.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExample:%n",
        footer = "  ferry soak instances")
final class SoakInstancesCommand implements Callable<Integer> {

    @Spec
    private CommandSpec command;

    @Mixin
    private SoakArguments arguments;

    @Option(names = "--rows", paramLabel = "R", defaultValue = "2000", description = "Rows of the source at first.")
    private int rows;

    @Override
    public Integer call() throws InterruptedException {
        Console console = Console.of(command.commandLine(), arguments.isJson());
        InstancesSoak soak =
                new InstancesSoak(arguments.length(), arguments.seed(), rows, console::progress, console.servers());
        FolderLog.of(MigrationFolder.open(soak.directory()), "soak");
        SoakDocument document = new SoakDocument("instances", soak.run());
        console.result(document.text(), document.json());
        return document.exitCode().number();
    }
}
