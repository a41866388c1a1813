package org.dataferry.control.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.concurrent.Callable;
import org.dataferry.control.endpoint.MigrationFolder;
import org.dataferry.embedded.EmbeddedServers;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "down",
        description = "Stops the embedded servers of a migration; their data stays.",
        mixinStandardHelpOptions = true)
final class DownCommand implements Callable<Integer> {

    @Mixin
    private FolderArguments arguments;

    @Override
    public Integer call() {
        Console console = arguments.console();
        MigrationFolder folder = arguments.open();
        EmbeddedServers.stopAll(folder.state(), console::server);
        console.result(
                "The embedded servers are stopped.",
                new ObjectMapper().createObjectNode().put("stopped", true));
        return ExitCode.DONE.number();
    }
}
