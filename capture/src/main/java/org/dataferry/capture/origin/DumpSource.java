package org.dataferry.capture.origin;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;
import org.dataferry.capture.dump.DumpFences;
import org.dataferry.capture.dump.DumpForm;
import org.dataferry.capture.dump.DumpState;
import org.dataferry.capture.dump.DumpTable;
import org.dataferry.capture.dump.TableFiles;
import org.dataferry.capture.dump.intake.FormPeek;
import org.dataferry.capture.dump.read.DumpRows;
import org.dataferry.capture.rows.SourceRows;
import org.dataferry.capture.source.Obstacle;
import org.dataferry.capture.source.SourceCatalogue;
import org.dataferry.capture.source.SourceTable;
import org.dataferry.capture.source.TableName;
import org.dataferry.schemas.settings.DumpLimits;
import org.dataferry.schemas.settings.DumpSettings;
import org.dataferry.schemas.settings.SettingsException;

/**
 * Full dumps of tables, as files.
 *
 * @param dumps where Ferry keeps what it has accepted
 * @param folder the watched folder
 */
public record DumpSource(Path dumps, Path folder, List<DumpTable> tables, DumpLimits limits) implements Source {

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
                migration.resolve(settings.folder()),
                DumpTable.of(settings, limits.deletedPercent()),
                limits);
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

    /** The tables as their dumps have them; before the first is accepted, as the first file in the folder has them. */
    @Override
    public SourceCatalogue catalogue() {
        List<SourceTable> described = new ArrayList<>();
        for (DumpTable table : tables) {
            DumpState state = files(table).state();
            DumpForm form = state.dumpForm().orElseGet(() -> FormPeek.peek(table, folder, dumps, limits));
            OptionalLong rows = state.last().isEmpty()
                    ? OptionalLong.empty()
                    : OptionalLong.of(state.last().get().counts().rows());
            described.add(form.asTable(table.name(), table.key(), rows));
        }
        return new SourceCatalogue(described);
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
