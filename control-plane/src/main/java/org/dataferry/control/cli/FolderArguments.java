package org.dataferry.control.cli;

import java.nio.file.Path;
import org.dataferry.control.endpoint.MigrationFolder;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What every command on a migration takes. */
final class FolderArguments {

    @Parameters(index = "0", paramLabel = "DIR", description = "The migration's folder, with its migration.yaml.")
    private Path directory;

    @Option(names = "--json", description = "One JSON document on standard output.")
    private boolean json;

    /** Opens the folder, and sends the log there. */
    MigrationFolder open() {
        MigrationFolder folder = MigrationFolder.open(directory);
        FolderLog.of(folder);
        return folder;
    }

    Console console() {
        return Console.standard(json);
    }
}
