package org.dataferry.control.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.concurrent.Callable;
import org.dataferry.control.endpoint.FreeSpace;
import org.dataferry.control.endpoint.MigrationFolder;
import org.dataferry.control.endpoint.MigrationServers;
import org.dataferry.embedded.Ownership;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "up",
        description = "Starts the embedded servers of a migration, until ferry down.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExample:%n",
        footer = "  ferry up northwind")
final class UpCommand implements Callable<Integer> {

    @Mixin
    private FolderArguments arguments;

    @Mixin
    private RebuildArguments rebuild;

    @Override
    public Integer call() {
        Console console = arguments.console();
        MigrationFolder folder = rebuild.of(arguments.open());
        FreeSpace.require(folder);
        // Kept servers are not stopped when this is closed, so it is not.
        MigrationServers servers = MigrationServers.start(folder, Ownership.KEPT, console.servers());
        console.result(
                String.join("\n", StatusText.endpoints(servers.endpoints())),
                new ObjectMapper().createObjectNode().set("endpoints", EndpointsDocument.of(servers.endpoints())));
        return ExitCode.DONE.number();
    }
}
