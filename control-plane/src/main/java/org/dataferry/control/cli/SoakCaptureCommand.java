package org.dataferry.control.cli;

import java.util.concurrent.Callable;
import org.dataferry.control.soak.capture.CaptureSoak;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "capture",
        description =
                "Changes and alters tables at full speed while capture, PostgreSQL and Kafka are killed, and compares"
                        + " the tables with the log.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExample:%n",
        footer = "  ferry soak capture --minutes 5")
final class SoakCaptureCommand implements Callable<Integer> {

    @Spec
    private CommandSpec command;

    @Mixin
    private SoakArguments arguments;

    @Override
    public Integer call() throws InterruptedException {
        Console console = Console.of(command.commandLine(), arguments.isJson());
        CaptureSoak soak = new CaptureSoak(arguments.length(), arguments.seed(), console::progress, console.servers());
        FolderLog.to(soak.directory().resolve("soak.log"));
        SoakDocument document = new SoakDocument("capture", soak.run());
        console.result(document.text(), document.json());
        return document.exitCode().number();
    }
}
