package org.dataferry.control.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.dataferry.control.endpoint.MigrationFolder;
import org.dataferry.control.prepare.Blueprint;
import org.dataferry.schemas.control.SinkSteering;
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
        requireMapped(folder);
        SinkSteering.Paused paused = new SinkSteering.Paused(
                Optional.ofNullable(entity),
                folder.topics().rebuild(),
                author.name(),
                author.why(),
                Clock.systemUTC().instant());
        try (ControlDesk desk = ControlDesk.open(folder, console)) {
            desk.decide(paused);
            ObjectNode document = JSON.createObjectNode()
                    .put("entity", entity)
                    .put("rebuild", paused.rebuild())
                    .put("by", paused.by())
                    .put("why", paused.why())
                    .put("at", paused.at().toString());
            document.set("paused", ControlDocument.pauses(desk.control()));
            console.result(
                    (entity == null ? "Everything" : entity)
                            + " is paused. What is under way is finished, then nothing is"
                            + " written until ferry resume.",
                    document);
        }
        return ExitCode.DONE.number();
    }

    private void requireMapped(MigrationFolder folder) {
        Set<String> mapped =
                MappedTables.of(folder, Blueprint.read(folder.mappings())).keySet();
        if (entity != null && !mapped.contains(entity)) {
            throw new SettingsException("--entity " + entity + " is made by no mapping; there are mappings for "
                    + String.join(", ", mapped));
        }
    }
}
