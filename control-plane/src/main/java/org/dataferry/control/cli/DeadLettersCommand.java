package org.dataferry.control.cli;

import java.time.Clock;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.dataferry.control.deadletter.DeadLetterDesk;
import org.dataferry.control.deadletter.DeadLetterStory;
import org.dataferry.control.deadletter.ReplayedLetter;
import org.dataferry.control.endpoint.LogServers;
import org.dataferry.control.endpoint.MigrationFolder;
import org.dataferry.schemas.control.DeadLetterId;
import org.dataferry.schemas.settings.SettingsException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "dead-letters",
        description = "Lists what could not be read, discards it, or reads it again.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExample:%n",
        footer = {
            "  ferry dead-letters northwind",
            "  ferry dead-letters northwind --show 0:17",
            "  ferry dead-letters northwind --replay-all --why \"the schema is back\""
        })
final class DeadLettersCommand implements Callable<Integer> {

    @Spec
    private CommandSpec command;

    @Mixin
    private FolderArguments arguments;

    @Mixin
    private RebuildArguments rebuild;

    @Option(names = "--show", paramLabel = "ID", description = "Show this one alone, with the beginning of its input.")
    private @Nullable String show;

    @Option(
            names = "--discard",
            paramLabel = "ID",
            description = "Accept this one as not migrated; may be given several times.")
    private Set<String> discarded = new LinkedHashSet<>();

    @Option(names = "--discard-all", description = "Accept all that are open as not migrated.")
    private boolean discardAll;

    @Option(
            names = "--replay",
            paramLabel = "ID",
            description = "Publish this one again if it can be read by now; may be given several times.")
    private Set<String> replayed = new LinkedHashSet<>();

    @Option(names = "--replay-all", description = "Publish all again that are open and can be read by now.")
    private boolean replayAll;

    @Option(names = "--why", paramLabel = "TEXT", defaultValue = "", description = "Why; it is written down for ever.")
    private String why;

    @Override
    public Integer call() {
        requirePossible();
        Console console = arguments.console();
        MigrationFolder folder = rebuild.of(arguments.open());
        List<DeadLetterId> named = Stream.of(discarded, replayed, show == null ? Set.<String>of() : Set.of(show))
                .flatMap(Set::stream)
                .map(DeadLettersCommand::parsed)
                .toList();
        try (LogServers servers = LogServers.start(folder, console.servers())) {
            DeadLetterDesk desk =
                    DeadLetterDesk.open(folder.topics(), servers.registry(), servers.kafkaClient(), Clock.systemUTC());
            List<DeadLetterId> chosen = discardAll || replayAll
                    ? desk.open().stream().map(story -> story.letter().id()).toList()
                    : named;
            if (replayAll || !replayed.isEmpty()) {
                return replay(console, desk, chosen).number();
            }
            if (discardAll || !discarded.isEmpty()) {
                desk.discard(chosen, Author.currentUser(), why);
            }
            boolean listsAll = chosen.isEmpty() && !discardAll;
            DeadLettersDocument document =
                    new DeadLettersDocument(listsAll ? desk.all() : found(desk, chosen), Map.of());
            console.result(show == null ? document.text() : document.textOfOne(), document.json());
        }
        return ExitCode.DONE.number();
    }

    /** Refused as long as one of them stays open. */
    private ExitCode replay(Console console, DeadLetterDesk desk, List<DeadLetterId> chosen) {
        Map<DeadLetterId, ReplayedLetter> results = desk.replay(chosen, Author.currentUser(), why);
        DeadLettersDocument document = new DeadLettersDocument(found(desk, chosen), results);
        console.result(document.text(), document.json());
        return results.values().stream().allMatch(ReplayedLetter::isDone) ? ExitCode.DONE : ExitCode.REFUSED;
    }

    private static List<DeadLetterStory> found(DeadLetterDesk desk, List<DeadLetterId> ids) {
        return ids.stream().map(desk::find).toList();
    }

    private static DeadLetterId parsed(String text) {
        try {
            return DeadLetterId.parse(text);
        } catch (IllegalArgumentException none) {
            throw new SettingsException(String.valueOf(none.getMessage()));
        }
    }

    private void requirePossible() {
        long given = Stream.of(show != null, !discarded.isEmpty(), discardAll, !replayed.isEmpty(), replayAll)
                .filter(one -> one)
                .count();
        if (given > 1) {
            throw new ParameterException(
                    command.commandLine(),
                    "--show, --discard, --discard-all, --replay and --replay-all are one thing at a time");
        }
        if (given == 1 && show == null && why.isBlank()) {
            throw new SettingsException("say why: --why \"…\" is what others will read instead of these letters");
        }
    }
}
