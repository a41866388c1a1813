package org.dataferry.control.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import org.dataferry.control.endpoint.MigrationFolder;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What every command on a migration takes. */
final class FolderArguments {

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Parameters(index = "0", paramLabel = "DIR", description = "The migration's folder, with its migration.yaml.")
    private Path directory;

    @Option(names = "--json", description = "One JSON document on standard output.")
    private boolean json;

    /** Opens the folder, and sends the log there. */
    MigrationFolder open() {
        return open(FolderLog.SHARED);
    }

    /** @param log the name of its file; processes that run for long have one each, as one of them turns it over */
    MigrationFolder open(String log) {
        MigrationFolder folder = MigrationFolder.open(directory);
        FolderLog.of(folder, log);
        return folder;
    }

    /** Where the result goes. */
    PrintWriter out() {
        return command.commandLine().getOut();
    }

    Console console() {
        return Console.of(command.commandLine(), json);
    }
}
