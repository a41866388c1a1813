package org.dataferry.control.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Callable;
import org.dataferry.capture.dump.DumpTable;
import org.dataferry.capture.dump.intake.Intake;
import org.dataferry.capture.dump.intake.Verdict;
import org.dataferry.capture.origin.DumpSource;
import org.dataferry.capture.source.TableName;
import org.dataferry.control.endpoint.MigrationFolder;
import org.dataferry.schemas.settings.MigrationSettings;
import org.dataferry.schemas.settings.SettingsException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "ingest",
        description = "Takes a file as the next dump of its table, or lists dumps.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExample:%n",
        footer = {
            "  ferry ingest staffing --table accounts --file accounts.csv",
            "  ferry ingest staffing --table accounts --file accounts.csv --accept",
            "  ferry ingest staffing"
        })
final class IngestCommand implements Callable<Integer> {

    @Spec
    private CommandSpec command;

    @Mixin
    private FolderArguments arguments;

    @Option(names = "--table", paramLabel = "T", description = "The table that it is a dump of.")
    private @Nullable String table;

    @Option(names = "--file", paramLabel = "F", description = "The dump, whole and closed.")
    private @Nullable Path file;

    @Option(names = "--accept", description = "Take it although it is suspicious.")
    private boolean accept;

    @Override
    public Integer call() throws InterruptedException {
        Console console = arguments.console();
        MigrationFolder folder = arguments.open();
        DumpSource source = source(folder);
        if (table == null && file == null && !accept) {
            console.result(IngestDocument.text(source), IngestDocument.json(source));
            return ExitCode.DONE.number();
        }
        if (table == null || file == null) {
            throw new ParameterException(
                    command.commandLine(), "--table and --file go together: which dump is it, and of which table?");
        }
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            throw new SettingsException("--file " + file + " is not a file that can be read");
        }
        DumpTable of = source.require(TableName.parse(table));
        Verdict verdict =
                new Intake(of, source.files(of), source.limits(), Clock.systemUTC(), database -> {}).take(file, accept);
        console.result(IngestDocument.text(verdict, of), IngestDocument.json(verdict));
        return switch (verdict) {
            case Verdict.Accepted accepted -> ExitCode.DONE.number();
            case Verdict.AlreadyAccepted already -> ExitCode.DONE.number();
            case Verdict.Quarantined waiting -> ExitCode.REFUSED.number();
        };
    }

    private static DumpSource source(MigrationFolder folder) {
        MigrationSettings settings = folder.settings();
        return DumpSource.of(
                folder.directory(),
                folder.state(),
                settings.source()
                        .configuredDumps()
                        .orElseThrow(() -> new SettingsException(MigrationSettings.FILE_NAME
                                + " has no source.dumps, so the source is a database, whose log is followed")),
                settings.limits().dumps());
    }
}
