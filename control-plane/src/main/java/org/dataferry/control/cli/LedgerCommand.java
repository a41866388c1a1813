package org.dataferry.control.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.concurrent.Callable;
import org.dataferry.control.endpoint.FreeSpace;
import org.dataferry.control.endpoint.LogServers;
import org.dataferry.control.endpoint.MigrationFolder;
import org.dataferry.control.prepare.Blueprint;
import org.dataferry.control.prepare.MappedTables;
import org.dataferry.control.projection.Projection;
import org.dataferry.control.run.RunLock;
import org.dataferry.schemas.avro.ConfluentAvro;
import org.dataferry.schemas.registry.HttpSchemaRegistry;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "ledger",
        description = "Keeps the ledger in PostgreSQL up to date, as its own process.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExample:%n",
        footer = {"  ferry ledger northwind --until-caught-up", "  ferry ledger northwind --rebuild --until-caught-up"})
final class LedgerCommand implements Callable<Integer> {

    private static final String NAME = "ledger";

    @Mixin
    private FolderArguments arguments;

    @Option(names = "--rebuild", description = "Drop it first, and make it anew from the topics.")
    private boolean rebuild;

    @Option(names = "--until-caught-up", description = "Stop once it has all that the topics hold at the start.")
    private boolean untilCaughtUp;

    @Override
    public Integer call() throws InterruptedException {
        Console console = arguments.console();
        MigrationFolder folder = arguments.open(NAME);
        Blueprint blueprint = Blueprint.read(folder.mappings());
        FreeSpace.require(folder);
        try (LogServers servers = LogServers.withLedger(folder, console.servers())) {
            try (Projection projection = new Projection(
                    folder.topics(),
                    new ConfluentAvro(new HttpSchemaRegistry(servers.registry())),
                    servers.kafkaClient(),
                    servers.ledger(),
                    folder.settings().tables(),
                    MappedTables.of(folder, blueprint).keySet(),
                    folder.settings().limits().ledger(),
                    rebuild,
                    console::progress)) {
                follow(console, projection, servers);
            } finally {
                // A run that has begun meanwhile uses what this has started.
                if (RunLock.isSeenAnywhere(folder.state())) {
                    servers.leaveToOthers();
                }
            }
        }
        return ExitCode.DONE.number();
    }

    private void follow(Console console, Projection projection, LogServers servers) throws InterruptedException {
        projection.begin();
        if (untilCaughtUp) {
            projection.untilCaughtUp();
        } else {
            console.progress("the ledger is kept up to date; Ctrl-C stops");
            try {
                projection.untilStopped();
            } catch (InterruptedException stopped) {
                console.progress("stopping");
            }
        }
        String address = servers.ledger().loginUrl();
        console.result(
                (untilCaughtUp ? "The ledger has all that the topics held: " : "The ledger is not followed any more: ")
                        + address,
                document(untilCaughtUp, address));
    }

    static ObjectNode document(boolean caughtUp, String address) {
        return new ObjectMapper().createObjectNode().put("caughtUp", caughtUp).put("ledgerJdbc", address);
    }
}
