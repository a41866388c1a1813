package org.dataferry.control.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.dataferry.control.endpoint.LogServers;
import org.dataferry.control.endpoint.MigrationFolder;
import org.dataferry.control.prepare.Blueprint;
import org.dataferry.control.prepare.MappedTables;
import org.dataferry.control.status.ControlDocument;
import org.dataferry.control.steer.ControlDesk;
import org.dataferry.control.steer.Steering;
import org.dataferry.schemas.settings.SettingsException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "pause",
        description = "Writes nothing more to the target until ferry resume.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExample:%n",
        footer = "  ferry pause northwind --entity account --why \"names are wrong\"")
final class PauseCommand implements Callable<Integer> {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Mixin
    private FolderArguments arguments;

    @Mixin
    private RebuildArguments rebuild;

    @Mixin
    private Author author;

    @Option(names = "--entity", paramLabel = "E", description = "Rows of E, or its links, alone; without it all.")
    private @Nullable String entity;

    @Override
    public Integer call() {
        if (author.why().isBlank()) {
            throw new SettingsException("say why: --why \"…\" is what others will read while nothing is written");
        }
        Console console = arguments.console();
        MigrationFolder folder = rebuild.of(arguments.open());
        Set<String> mapped =
                MappedTables.of(folder, Blueprint.read(folder.mappings())).keySet();
        Steering.requireMapped(Optional.ofNullable(entity), mapped);
        try (LogServers servers = LogServers.start(folder, console.servers())) {
            ControlDesk desk = ControlDesk.open(folder.topics(), servers.registry(), servers.kafkaClient());
            Instant now = Clock.systemUTC().instant().truncatedTo(ChronoUnit.MICROS);
            new Steering(folder.settings(), mapped, desk, author.name(), Clock.fixed(now, ZoneOffset.UTC))
                    .pause(Optional.ofNullable(entity), author.why());
            ObjectNode document = JSON.createObjectNode()
                    .put("entity", entity)
                    .put("rebuild", folder.rebuild())
                    .put("by", author.name())
                    .put("why", author.why())
                    .put("at", now.toString());
            document.set("paused", ControlDocument.pauses(desk.control()));
            console.result(
                    (entity == null ? "Everything" : entity)
                            + " is paused. What is under way is finished, then nothing is"
                            + " written until ferry resume.",
                    document);
        }
        return ExitCode.DONE.number();
    }
}
