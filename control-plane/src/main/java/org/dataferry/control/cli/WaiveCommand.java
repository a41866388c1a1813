package org.dataferry.control.cli;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.dataferry.control.endpoint.LogServers;
import org.dataferry.control.endpoint.MigrationFolder;
import org.dataferry.control.prepare.Blueprint;
import org.dataferry.control.prepare.MappedTables;
import org.dataferry.control.steer.Steering;
import org.dataferry.control.waive.WaiverChoice;
import org.dataferry.control.waive.WaiverDesk;
import org.dataferry.control.waive.WaiverStory;
import org.dataferry.schemas.control.WaiverEvent;
import org.dataferry.schemas.settings.SettingsException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "waive",
        description = "Accepts refused or parked rows as not migrated.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExample:%n",
        footer = {
            "  ferry waive northwind --entity account --reason ORPHAN --why \"test data\"",
            "  ferry waive northwind --list"
        })
final class WaiveCommand implements Callable<Integer> {

    @Spec
    private CommandSpec command;

    @Mixin
    private FolderArguments arguments;

    @Mixin
    private RebuildArguments rebuild;

    @Option(names = "--entity", paramLabel = "E", description = "Whose rows, or which links.")
    private @Nullable String entity;

    @Mixin
    private WaiverDecision decision;

    @Option(names = "--why", paramLabel = "TEXT", defaultValue = "", description = "Why; it is written down for ever.")
    private String why;

    @Override
    public Integer call() {
        if (!decision.isOne()) {
            throw new ParameterException(
                    command.commandLine(),
                    "one of --key, --reason, --all-rejected, --all-parked, --withdraw and --list says what to do");
        }
        Optional<WaiverChoice> choice = decision.choice();
        if (choice.isPresent() != (entity != null)) {
            throw new ParameterException(
                    command.commandLine(),
                    "--entity goes with --key, --reason, --all-rejected or --all-parked, and each of these with --entity");
        }
        if (why.isBlank() && (choice.isPresent() || decision.toWithdraw().isPresent())) {
            throw new SettingsException("say why: --why \"…\" is what others will read instead of these rows");
        }
        Console console = arguments.console();
        MigrationFolder folder = rebuild.of(arguments.open());
        Set<String> mapped =
                MappedTables.of(folder, Blueprint.read(folder.mappings())).keySet();
        Steering.requireMapped(Optional.ofNullable(entity), mapped);
        try (LogServers servers = LogServers.start(folder, console.servers())) {
            WaiverDesk desk =
                    WaiverDesk.open(folder.topics(), servers.registry(), servers.kafkaClient(), Clock.systemUTC());
            WaiverDesk.Decider decider = new WaiverDesk.Decider(Author.currentUser(), why, false);
            if (choice.isPresent() && entity != null) {
                WaiverEvent.Waived waived = desk.waive(
                        entity,
                        choice.get(),
                        decider,
                        folder.settings().limits().waive());
                show(console, List.of(new WaiverStory(waived, Optional.empty())));
            } else if (decision.toWithdraw().isPresent()) {
                show(console, List.of(desk.withdraw(decision.toWithdraw().get(), decider)));
            } else {
                show(console, desk.all());
            }
        }
        return ExitCode.DONE.number();
    }

    private static void show(Console console, List<WaiverStory> stories) {
        WaiversDocument document = new WaiversDocument(stories);
        console.result(document.text(), document.json());
    }
}
