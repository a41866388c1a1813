package org.dataferry.control.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.dataferry.control.endpoint.LogServers;
import org.dataferry.control.endpoint.MigrationFolder;
import org.dataferry.control.status.Moments;
import org.dataferry.control.status.SourceLook;
import org.dataferry.control.status.SourceText;
import org.dataferry.control.status.SourceWords;
import org.dataferry.control.steer.DriftDesk;
import org.dataferry.schemas.control.SourceEvent;
import org.dataferry.schemas.key.SourceTable;
import org.dataferry.schemas.settings.SettingsException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "drift",
        description = "What the source's tables have become; --accept lets them go on.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExample:%n",
        footer = "  ferry drift northwind --accept public.orders --why \"the mapping reads the new column\"")
final class DriftCommand implements Callable<Integer> {

    @Mixin
    private FolderArguments arguments;

    @Mixin
    private Author author;

    @Option(
            names = "--accept",
            paramLabel = "TABLE",
            description = "Lets the changes of schema.table go on; those that are held come first.")
    private @Nullable String accept;

    @Override
    public Integer call() {
        if (accept != null && author.why().isBlank()) {
            throw new SettingsException("say why: --why \"…\" is what others will read of this decision");
        }
        Console console = arguments.console();
        MigrationFolder folder = arguments.open();
        Instant now = Clock.systemUTC().instant();
        try (LogServers servers = LogServers.start(folder, console.servers())) {
            DriftDesk desk = DriftDesk.open(folder.topics(), servers.registry(), servers.kafkaClient());
            if (accept != null) {
                SourceTable table = SourceTable.parse(folder.settings().source().name(), accept);
                desk.accept(new SourceEvent.DriftAccepted(table, author.name(), author.why(), now));
                console.result(
                        table.qualified() + " is accepted as it is. What is held of it goes on while capture runs.",
                        document(desk));
            } else {
                console.result(text(desk, now), document(desk));
            }
        }
        return ExitCode.DONE.number();
    }

    private static String text(DriftDesk desk, Instant now) {
        Moments moments = new Moments(ZoneId.systemDefault());
        List<String> lines = new ArrayList<>();
        for (SourceEvent event : desk.events()) {
            lines.add(moments.at(event.at(), now) + "  " + event.by() + " " + SourceWords.of(event)
                    + (event.why().isEmpty() ? "" : ": " + event.why()));
        }
        lines.addAll(new SourceText(ZoneId.systemDefault())
                .lines(new SourceLook(desk.held(), Optional.empty(), Optional.empty()), now));
        return lines.isEmpty() ? "The source's tables are what they were." : String.join("\n", lines);
    }

    private static ObjectNode document(DriftDesk desk) {
        return new DriftDocument(desk.events(), desk.held()).json();
    }
}
