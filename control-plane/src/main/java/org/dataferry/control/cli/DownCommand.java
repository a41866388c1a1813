package org.dataferry.control.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.dataferry.control.endpoint.MigrationFolder;
import org.dataferry.control.endpoint.Rebuild;
import org.dataferry.control.run.RunLock;
import org.dataferry.embedded.EmbeddedServers;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "down",
        description = "Stops the embedded servers of a migration; their data stays.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExample:%n",
        footer = "  ferry down northwind")
final class DownCommand implements Callable<Integer> {

    /** A run that was told to stop a moment ago has its stages and servers to close. */
    private static final Duration RUN_ENDS = Duration.ofSeconds(15);

    @Mixin
    private FolderArguments arguments;

    @Override
    public Integer call() throws InterruptedException {
        Console console = arguments.console();
        MigrationFolder folder = arguments.open();
        RunLock.awaitNoRun(
                folder.state(), RUN_ENDS, () -> console.progress("waiting for the run of this migration to end"));
        Rebuild.states(folder.state()).forEach(rebuild -> EmbeddedServers.stopAll(rebuild, console.servers()));
        EmbeddedServers.stopAll(folder.state(), console.servers());
        console.result(
                "The embedded servers are stopped.",
                new ObjectMapper().createObjectNode().put("stopped", true));
        return ExitCode.DONE.number();
    }
}
