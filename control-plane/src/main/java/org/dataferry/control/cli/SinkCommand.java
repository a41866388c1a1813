package org.dataferry.control.cli;

import java.util.concurrent.Callable;
import org.dataferry.control.endpoint.MigrationFolder;
import org.dataferry.control.run.Stage;
import org.dataferry.control.run.StageInstance;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = SinkCommand.NAME,
        description = "Sends writes to Dataverse, as a process of its own; several share the work.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExample:%n",
        footer = "  ferry sink northwind --instance two")
final class SinkCommand implements Callable<Integer> {

    static final String NAME = "sink";

    @Mixin
    private FolderArguments arguments;

    @Mixin
    private RebuildArguments rebuild;

    @Option(
            names = "--instance",
            paramLabel = "NAME",
            defaultValue = "",
            description = "Which of several on this machine; each has state of its own.")
    private String instance;

    @Override
    public Integer call() throws InterruptedException {
        StageInstance named = new StageInstance(instance);
        MigrationFolder run = arguments.open(rebuild.logName(named.logName(Stage.SINK)));
        return new StageRunner(Stage.SINK, named, arguments.console()).run(rebuild.of(run));
    }
}
