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
import org.dataferry.control.status.ControlDocument;
import org.dataferry.control.steer.ControlDesk;
import org.dataferry.control.steer.Steering;
import org.dataferry.schemas.control.SinkControl;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "resume",
        description = "Ends a pause, or all of them.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExample:%n",
        footer = "  ferry resume northwind --entity account --why \"mapping corrected\"")
final class ResumeCommand implements Callable<Integer> {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Mixin
    private FolderArguments arguments;

    @Mixin
    private RebuildArguments rebuild;

    @Mixin
    private Author author;

    @Option(names = "--entity", paramLabel = "E", description = "The pause of E alone; without it all pauses.")
    private @Nullable String entity;

    @Override
    public Integer call() {
        Console console = arguments.console();
        MigrationFolder folder = rebuild.of(arguments.open());
        try (LogServers servers = LogServers.start(folder, console.servers())) {
            ControlDesk desk = ControlDesk.open(folder.topics(), servers.registry(), servers.kafkaClient());
            Instant now = Clock.systemUTC().instant().truncatedTo(ChronoUnit.MICROS);
            boolean anything = new Steering(
                            folder.settings(), Set.of(), desk, author.name(), Clock.fixed(now, ZoneOffset.UTC))
                    .resume(Optional.ofNullable(entity), author.why());
            ObjectNode document = JSON.createObjectNode()
                    .put("entity", entity)
                    .put("rebuild", folder.rebuild())
                    .put("by", author.name())
                    .put("why", author.why())
                    .put("at", now.toString());
            document.set("paused", ControlDocument.pauses(desk.control()));
            console.result(text(anything, desk.control()), document);
        }
        return ExitCode.DONE.number();
    }

    private String text(boolean anything, SinkControl control) {
        if (!anything) {
            return "Nothing was paused.";
        }
        return entity == null
                ? "Everything is resumed."
                : entity
                        + (control.isPaused(entity)
                                ? " is resumed, and waits on with all others: ferry resume without --entity ends that"
                                : " is resumed.");
    }
}
