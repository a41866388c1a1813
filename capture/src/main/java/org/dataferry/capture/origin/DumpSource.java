package org.dataferry.capture.origin;

import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.dataferry.capture.dump.DumpFences;
import org.dataferry.capture.dump.DumpForm;
import org.dataferry.capture.dump.DumpState;
import org.dataferry.capture.dump.DumpTable;
import org.dataferry.capture.dump.TableFiles;
import org.dataferry.capture.dump.intake.FolderWatch;
import org.dataferry.capture.dump.intake.FormPeek;
import org.dataferry.capture.dump.intake.Intake;
import org.dataferry.capture.dump.jdbc.DumpDatabase;
import org.dataferry.capture.dump.jdbc.JdbcIntake;
import org.dataferry.capture.dump.jdbc.OtherDumps;
import org.dataferry.capture.dump.jdbc.PostgresDumps;
import org.dataferry.capture.dump.read.DumpRows;
import org.dataferry.capture.rows.SourceRows;
import org.dataferry.capture.source.Obstacle;
import org.dataferry.capture.source.SourceAddress;
import org.dataferry.capture.source.SourceCatalogue;
import org.dataferry.capture.source.SourceTable;
import org.dataferry.capture.source.TableName;
import org.dataferry.schemas.settings.DumpLimits;
import org.dataferry.schemas.settings.DumpSettings;
import org.dataferry.schemas.settings.JdbcSettings;
import org.dataferry.schemas.settings.SettingsException;

/**
 * Full dumps of tables, as files or because they are read whole.
 *
 * @param dumps where Ferry keeps what it has accepted
 * @param folder the watched folder; empty where no table has files
 * @param database the one that tables are read from; empty where none is
 */
public record DumpSource(
        Path dumps, Optional<Path> folder, Optional<DumpDatabase> database, List<DumpTable> tables, DumpLimits limits)
        implements Source {

    public DumpSource {
        tables = List.copyOf(tables);
    }

    /**
     * @param migration the migration's folder
     * @param state what Ferry keeps of it
     * @throws SettingsException if a setting is wrong
     */
    public static DumpSource of(Path migration, Path state, DumpSettings settings, DumpLimits limits) {
        return new DumpSource(
                TableFiles.dumps(state),
                settings.configuredFolder().map(migration::resolve),
                settings.configuredJdbc().map(jdbc -> database(migration, jdbc)),
                DumpTable.of(settings, limits.deletedPercent()),
                limits);
    }

    private static DumpDatabase database(Path migration, JdbcSettings jdbc) {
        return jdbc.configuredDriver()
                .<DumpDatabase>map(
                        driver -> OtherDumps.of(jdbc.url(), jdbc.user(), jdbc.password(), migration.resolve(driver)))
                .orElseGet(() -> new PostgresDumps(new SourceAddress(
                        jdbc.url(), jdbc.user(), jdbc.password().reveal())));
    }

    public TableFiles files(DumpTable table) {
        return new TableFiles(dumps, table.name());
    }

    public DumpFences fences() {
        return new DumpFences(dumps);
    }

    /** @throws SettingsException if there is no such table; the message says which there are */
    public DumpTable require(TableName name) {
        return tables.stream()
                .filter(table -> table.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new SettingsException("the source has no dumps of a table " + name + "; it has "
                        + String.join(
                                ", ",
                                tables.stream()
                                        .map(table -> table.name().toString())
                                        .toList())));
    }

    /** What watches the files of a table. */
    public FolderWatch watch(DumpTable.InFiles where, Clock clock) {
        return new FolderWatch(requireFolder(), where, limits.closedAfter(), clock);
    }

    /** What takes files as dumps of a table. */
    public Intake intake(DumpTable table, Clock clock, Consumer<Runnable> opened) {
        return new Intake(table, files(table), limits, clock, opened);
    }

    /** What reads a table as its next dump. */
    public JdbcIntake reading(DumpTable table, DumpTable.InDatabase origin, Clock clock, Consumer<Runnable> opened) {
        return new JdbcIntake(requireDatabase(), table, origin, files(table), limits, clock, opened);
    }

    private Path requireFolder() {
        return folder.orElseThrow(() -> new IllegalStateException("settings with files name a folder"));
    }

    private DumpDatabase requireDatabase() {
        return database.orElseThrow(() -> new IllegalStateException("settings with jdbc name a database"));
    }

    private DumpForm peeked(DumpTable table) {
        return switch (table.origin()) {
            case DumpTable.InFiles where -> FormPeek.peek(table, where, requireFolder(), dumps, limits);
            case DumpTable.InDatabase origin -> JdbcIntake.form(requireDatabase(), table, origin, limits);
        };
    }

    /**
     * The tables as their dumps have them; before the first is accepted, as the first file in the folder or the database has them.
     */
    @Override
    public SourceCatalogue catalogue() {
        List<SourceTable> described = new ArrayList<>();
        for (DumpTable table : tables) {
            DumpState state = files(table).state();
            DumpForm form = state.dumpForm().orElseGet(() -> peeked(table));
            requireKey(table, form);
            OptionalLong rows = state.last().isEmpty()
                    ? OptionalLong.empty()
                    : OptionalLong.of(state.last().get().counts().rows());
            described.add(form.asTable(table.name(), table.key(), rows));
        }
        return new SourceCatalogue(described);
    }

    /** Dumps that were accepted before may have been of another key. */
    private static void requireKey(DumpTable table, DumpForm form) {
        table.key().stream()
                .filter(column -> !form.names().contains(column))
                .findFirst()
                .ifPresent(column -> {
                    throw new SettingsException("source.dumps.tables." + table.name() + ".key names a column " + column
                            + ", and the dumps of the table have " + String.join(", ", form.names()));
                });
    }

    @Override
    public List<Obstacle> obstacles(Collection<TableName> wanted, String slot) {
        return List.of();
    }

    @Override
    public SourceRows rows(int fetchSize, int carriedBytes) {
        return DumpRows.begin(dumps, tables, limits);
    }

    @Override
    public void fence(String id) {
        fences().ask(id);
    }
}
