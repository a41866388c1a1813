package org.dataferry.control.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.dataferry.capture.dump.DumpTable;
import org.dataferry.capture.dump.TableFiles;
import org.dataferry.capture.dump.intake.Verdict;
import org.dataferry.capture.origin.DumpSource;
import org.dataferry.capture.source.TableName;
import org.dataferry.control.endpoint.MigrationFolder;
import org.dataferry.schemas.key.SourceTable;
import org.dataferry.schemas.key.TableNames;
import org.dataferry.schemas.settings.MigrationSettings;
import org.dataferry.schemas.settings.SettingsException;
import org.dataferry.schemas.settings.SourceSettings;
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
        if (table == null && file == null && !jdbc && !accept) {
            Map<String, TableFiles> tables = tables(folder);
            console.result(IngestDocument.text(tables), IngestDocument.json(tables));
            return ExitCode.DONE.number();
        }
        if (table == null || (file == null) != jdbc) {
            throw new ParameterException(
                    command.commandLine(),
                    "--table goes with either --file or --jdbc: which dump is it, and of which table?");
        }
        SourceTable named = NamedTable.of(folder, "--table", table);
        DumpSource source = source(folder, folder.settings().source(named.source()))
                .orElseThrow(() -> noDumps("source " + named.source() + " has no dumps"));
        DumpTable of = source.require(new TableName(named.schema(), named.table()));
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

    /** Of all sources that give dumps. */
    private static Map<String, TableFiles> tables(MigrationFolder folder) {
        Map<String, TableFiles> tables = new LinkedHashMap<>();
        TableNames names = folder.settings().tables();
        for (SourceSettings source : folder.settings().sources()) {
            source(folder, source)
                    .ifPresent(dumps -> dumps.tables().forEach(table -> {
                        TableName name = table.name();
                        SourceTable of = new SourceTable(source.name(), name.schema(), name.table());
                        tables.put(names.text(of), dumps.files(table));
                    }));
        }
        if (tables.isEmpty()) {
            throw noDumps("no source has dumps");
        }
        return tables;
    }

    private static Optional<DumpSource> source(MigrationFolder folder, SourceSettings source) {
        return source.configuredDumps()
                .map(dumps -> DumpSource.of(
                        folder.directory(),
                        folder.stateOf(source.name()),
                        dumps,
                        folder.settings().limits().dumps()));
    }

    private static SettingsException noDumps(String what) {
        return new SettingsException(
                what + " in " + MigrationSettings.FILE_NAME + ": it is a database, whose log is followed");
    }
}
