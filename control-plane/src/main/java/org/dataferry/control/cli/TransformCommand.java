package org.dataferry.control.cli;

import java.util.concurrent.Callable;
import org.dataferry.control.endpoint.MigrationFolder;
import org.dataferry.control.run.Stage;
import org.dataferry.control.run.StageInstance;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = TransformCommand.NAME,
        description = "Maps changes to writes, as a process of its own; several share the work.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExample:%n",
        footer = "  ferry transform northwind --instance two")
final class TransformCommand implements Callable<Integer> {

    static final String NAME = "transform";

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
        MigrationFolder run = arguments.open(rebuild.logName(named.logName(Stage.TRANSFORM)));
        return new StageRunner(Stage.TRANSFORM, named, arguments.console()).run(rebuild.of(run));
    }
}
