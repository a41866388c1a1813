package org.dataferry.control.cli;

import java.util.concurrent.Callable;
import org.dataferry.control.endpoint.MigrationFolder;
import org.dataferry.control.run.Stage;
import org.dataferry.control.run.StageInstance;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = CaptureCommand.NAME,
        description = "Captures the source's changes into Kafka, as a process of its own.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExample:%n",
        footer = {
            "  ferry capture northwind",
            "  ferry capture northwind --resnapshot --why \"the slot was dropped by mistake\""
        })
final class CaptureCommand implements Callable<Integer> {

    static final String NAME = "capture";

    @Mixin
    private FolderArguments arguments;

    @Option(
            names = "--instance",
            paramLabel = "NAME",
            defaultValue = "",
            description = "Which of several on this machine; each has state of its own.")
    private String instance;

    @Mixin
    private GapOptions gap;

    @Override
    public Integer call() throws InterruptedException {
        StageInstance named = new StageInstance(instance);
        MigrationFolder folder = arguments.open(named.logName(Stage.CAPTURE));
        return new StageRunner(Stage.CAPTURE, named, arguments.console(), gap.decisions(folder.settings())).run(folder);
    }
}
