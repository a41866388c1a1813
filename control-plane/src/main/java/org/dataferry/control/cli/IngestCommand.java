package org.dataferry.control.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Callable;
import org.dataferry.capture.dump.DumpTable;
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
        description = "Takes a file or a table as the next dump, or lists dumps.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nExample:%n",
        footer = {
            "  ferry ingest staffing --table accounts --file accounts.csv",
            "  ferry ingest staffing --table accounts --file accounts.csv --accept",
            "  ferry ingest staffing --table accounts --jdbc",
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

    @Option(names = "--jdbc", description = "Read the table from its database now.")
    private boolean jdbc;

    @Option(names = "--accept", description = "Take it although it is suspicious.")
    private boolean accept;

    @Override
    public Integer call() throws InterruptedException {
        Console console = arguments.console();
        MigrationFolder folder = arguments.open();
        DumpSource source = source(folder);
        if (table == null && file == null && !jdbc && !accept) {
            console.result(IngestDocument.text(source), IngestDocument.json(source));
            return ExitCode.DONE.number();
        }
        if (table == null || (file == null) != jdbc) {
            throw new ParameterException(
                    command.commandLine(),
                    "--table goes with either --file or --jdbc: which dump is it, and of which table?");
        }
        DumpTable of = source.require(TableName.parse(table));
        Verdict verdict = file == null ? read(source, of) : take(source, of, file);
        console.result(IngestDocument.text(verdict, of), IngestDocument.json(verdict));
        return switch (verdict) {
            case Verdict.Accepted accepted -> ExitCode.DONE.number();
            case Verdict.AlreadyAccepted already -> ExitCode.DONE.number();
            case Verdict.Quarantined waiting -> ExitCode.REFUSED.number();
        };
    }

    private Verdict take(DumpSource source, DumpTable of, Path dump) throws InterruptedException {
        if (!Files.isRegularFile(dump) || !Files.isReadable(dump)) {
            throw new SettingsException("--file " + dump + " is not a file that can be read");
        }
        return source.intake(of, Clock.systemUTC(), cancel -> {}).take(dump, accept);
    }

    private Verdict read(DumpSource source, DumpTable of) throws InterruptedException {
        return switch (of.origin()) {
            case DumpTable.InDatabase origin ->
                source.reading(of, origin, Clock.systemUTC(), cancel -> {}).read(accept);
            case DumpTable.InFiles files ->
                throw new SettingsException("table " + of.name() + " has files, and " + MigrationSettings.FILE_NAME
                        + " has no jdbc for it; give it with --file");
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
