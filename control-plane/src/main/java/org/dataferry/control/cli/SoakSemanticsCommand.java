package org.dataferry.control.cli;

import java.util.concurrent.Callable;
import org.dataferry.control.endpoint.MigrationFolder;
import org.dataferry.control.soak.SemanticsSoak;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "semantics",
        description = "Moves one made-up migration after the other while stages are killed and entities replayed, and"
                + " compares source and target.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExample:%n",
        footer = "  ferry soak semantics")
final class SoakSemanticsCommand implements Callable<Integer> {

    @Spec
    private CommandSpec command;

    @Mixin
    private SoakArguments arguments;

    @Override
    public Integer call() throws InterruptedException {
        Console console = Console.of(command.commandLine(), arguments.isJson());
        SemanticsSoak soak = new SemanticsSoak(
                arguments.length(),
                arguments.seed(),
                console::progress,
                directory -> FolderLog.of(MigrationFolder.open(directory), "soak"),
                console.servers());
        SoakDocument document = new SoakDocument("semantics", soak.run());
        console.result(document.text(), document.json());
        return document.exitCode().number();
    }
}
