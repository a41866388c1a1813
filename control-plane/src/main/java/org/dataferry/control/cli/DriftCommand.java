package org.dataferry.control.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
import org.dataferry.schemas.control.SourceEvent.ResnapshotAsked;
import org.dataferry.schemas.control.SourceEvent.Resnapshotted;
import org.dataferry.schemas.control.SourceEvent.Resnapshotted.Step;
import org.dataferry.schemas.key.PlainRow;
import org.dataferry.schemas.key.SourceTable;
import org.dataferry.schemas.key.TableNames;
import org.dataferry.schemas.settings.SettingsException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "drift",
        description = "What the source's tables have become; accept it or reread one.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExample:%n",
        footer = {
            "  ferry drift northwind --accept public.orders --why \"the mapping reads the new column\"",
            "  ferry drift northwind --resnapshot public.orders --where \"placed_on >= '2026-01-01'\" --why \"a bulk load\""
        })
final class DriftCommand implements Callable<Integer> {

    /** Of whoever asked; it goes on without them. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Mixin
    private FolderArguments arguments;

    @Mixin
    private Author author;

    @Option(
            names = "--accept",
            paramLabel = "TABLE",
            description = "Lets the changes of schema.table go on; those that are held come first.")
    private @Nullable String accept;

    @Mixin
    private ResnapshotOptions again;

    @Override
    public Integer call() throws InterruptedException {
        if ((accept != null || again.isGiven()) && author.why().isBlank()) {
            throw new SettingsException("say why: --why \"…\" is what others will read of this decision");
        }
        if (accept != null && again.isGiven()) {
            throw new SettingsException("--accept and --resnapshot are two decisions: give one after the other");
        }
        Console console = arguments.console();
        MigrationFolder folder = arguments.open();
        Instant now = Clock.systemUTC().instant();
        Optional<ResnapshotAsked> asked = again.asked(folder, author, now);
        try (LogServers servers = LogServers.start(folder, console.servers())) {
            DriftDesk desk = DriftDesk.open(
                    folder.topics(), folder.settings().tables(), servers.registry(), servers.kafkaClient());
            if (asked.isPresent()) {
                return readAgain(desk, asked.get(), folder.settings().tables(), console)
                        .number();
            }
            if (accept != null) {
                SourceTable table = NamedTable.of(folder, "--accept", accept);
                desk.accept(new SourceEvent.DriftAccepted(table, author.name(), author.why(), now));
                console.result(
                        folder.settings().tables().text(table)
                                + " is accepted as it is. What is held of it goes on while capture runs.",
                        document(desk, folder.settings().tables()));
            } else {
                console.result(
                        text(desk, folder.settings().tables(), now),
                        document(desk, folder.settings().tables()));
            }
        }
        return ExitCode.DONE.number();
    }

    /** A small table is done while one waits; of a large one it is said where to look. */
    private static ExitCode readAgain(DriftDesk desk, ResnapshotAsked asked, TableNames names, Console console)
            throws InterruptedException {
        desk.ask(asked);
        Optional<Resnapshotted> said = desk.awaitLastStep(asked.resnapshotId(), PATIENCE);
        String words = said.map(step -> step.words(names.text(step.table())))
                .orElse(names.text(asked.table()) + " is read again as soon as capture runs");
        boolean isOver = said.filter(step -> step.step().isLast()).isPresent();
        console.result(isOver ? words : words + ". It goes on; ferry drift shows how far it is", document(desk, names));
        return switch (said.map(Resnapshotted::step).orElse(Step.COUNTED)) {
            case COUNTED, PUBLISHED -> ExitCode.DONE;
            case STOPPED -> ExitCode.REFUSED;
            case FAILED -> ExitCode.FAILED;
        };
    }

    private static String text(DriftDesk desk, TableNames names, Instant now) {
        Moments moments = new Moments(ZoneId.systemDefault());
        List<String> lines = new ArrayList<>();
        for (SourceEvent event : desk.events()) {
            lines.add(moments.at(event.at(), now) + "  " + event.by() + " " + SourceWords.of(event, PlainRow.of(names))
                    + (event.why().isEmpty() ? "" : ": " + event.why()));
        }
        Map<String, SourceLook> looks = new LinkedHashMap<>();
        names.sources()
                .forEach(source ->
                        looks.put(source, new SourceLook(desk.held().of(source), Optional.empty(), Optional.empty())));
        lines.addAll(new SourceText(ZoneId.systemDefault()).lines(looks, now));
        return lines.isEmpty() ? "The source's tables are what they were." : String.join("\n", lines);
    }

    private static ObjectNode document(DriftDesk desk, TableNames names) {
        return new DriftDocument(desk.events(), desk.held(), names).json();
    }
}
