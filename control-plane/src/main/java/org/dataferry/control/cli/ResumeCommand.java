package org.dataferry.control.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.dataferry.control.endpoint.MigrationFolder;
import org.dataferry.schemas.control.SinkControl;
import org.dataferry.schemas.control.SinkSteering;
import org.dataferry.schemas.settings.SettingsException;
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
        try (ControlDesk desk = ControlDesk.open(folder, console)) {
            requirePaused(desk.control());
            SinkSteering.Resumed resumed = new SinkSteering.Resumed(
                    Optional.ofNullable(entity),
                    folder.topics().rebuild(),
                    author.name(),
                    author.why(),
                    Clock.systemUTC().instant());
            boolean anything = desk.control().hasPauses();
            if (anything) {
                desk.decide(resumed);
            }
            ObjectNode document = JSON.createObjectNode()
                    .put("entity", entity)
                    .put("rebuild", resumed.rebuild())
                    .put("by", resumed.by())
                    .put("why", resumed.why())
                    .put("at", resumed.at().toString());
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

    private void requirePaused(SinkControl control) {
        if (entity != null && !control.entities().containsKey(entity)) {
            throw new SettingsException("--entity " + entity + " is not paused by itself"
                    + (control.whole().isPresent()
                            ? "; all entities are, which ferry resume without --entity ends"
                            : ""));
        }
    }
}
