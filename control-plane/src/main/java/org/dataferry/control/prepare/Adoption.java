package org.dataferry.control.prepare;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.BiConsumer;
import org.dataferry.capture.rows.KeyedRow;
import org.dataferry.control.RefusedException;
import org.dataferry.control.compare.DiskTable;
import org.dataferry.control.compare.FieldTexts;
import org.dataferry.control.source.AllRows;
import org.dataferry.control.source.Sources;
import org.dataferry.schemas.key.RowId;
import org.dataferry.schemas.settings.MigrationSettings;
import org.dataferry.schemas.value.Value;
import org.dataferry.sink.client.Lane;
import org.dataferry.sink.client.metadata.TableDefinition;
import org.dataferry.sink.client.rows.RowQuery;
import org.dataferry.transform.mapping.Adopting;
import org.dataferry.transform.mapping.EntityMapping;
import org.dataferry.transform.mapping.MappingResult;
import org.dataferry.transform.mapping.Mappings;
import org.jspecify.annotations.Nullable;

/**
 * Finds the rows of the target that others made and that are those of source rows: they have the same values in the columns
 * that the mapping names. Both ends are read once as they are now; the source goes through the same mapping as in the run.
 *
 * <p>A row is adopted only if one source row and one row of the target have its values. Rows that bear a Ferry key are
 * somebody's already, and a source row that the target has under its key needs none. What is found is kept on disk until this
 * is closed.
 */
public final class Adoption implements AutoCloseable {

    private final Sources sources;
    private final MigrationSettings settings;
    private final Lane lane;
    private final Mappings mappings;
    private final DiskTable disk;
    private final Map<String, AdoptionTable> tables = new LinkedHashMap<>();
    private final List<AdoptionReport> reports = new ArrayList<>();

    private Adoption(Sources sources, MigrationSettings settings, Mappings mappings, Lane lane, DiskTable disk) {
        this.sources = sources;
        this.settings = settings;
        this.mappings = mappings;
        this.lane = lane;
        this.disk = disk;
    }

    /** Whether any mapping adopts rows. */
    public static boolean isAsked(Mappings mappings) {
        return mappings.all().stream().anyMatch(mapping -> mapping.adopting().isPresent());
    }

    /**
     * Reads both ends.
     *
     * @param directory for what does not fit into memory
     */
    public static Adoption find(
            Sources sources, MigrationSettings settings, Mappings mappings, Lane lane, Path directory)
            throws InterruptedException {
        Adoption adoption = new Adoption(sources, settings, mappings, lane, DiskTable.create(directory));
        try {
            adoption.read();
            return adoption;
        } catch (RuntimeException | InterruptedException failed) {
            adoption.close();
            throw failed;
        }
    }

    /** One for each entity that rows are adopted of, by their names. */
    public List<AdoptionReport> reports() {
        return List.copyOf(reports);
    }

    /** @throws RefusedException if it cannot be told of all rows which they are, and the mapping does not say to go on */
    public void requireClear() {
        List<AdoptionReport> unclear =
                reports.stream().filter(AdoptionReport::isInTheWay).toList();
        if (!unclear.isEmpty()) {
            throw new RefusedException(
                    "it cannot be told of all rows which rows of the target they are. Correct them at the source or in the"
                            + " target, name more columns in adopt.by, or say adopt: { ambiguous: create }. "
                            + String.join(
                                    " ",
                                    unclear.stream()
                                            .map(AdoptionReport::describe)
                                            .toList()));
        }
    }

    /** Each source row that is a row of the target, with that row's GUID. */
    public void each(BiConsumer<RowId, UUID> adopted) {
        tables.values()
                .forEach(table -> table.each(match -> {
                    if (match.isClear()) {
                        adopted.accept(match.source().orElseThrow(), match.target());
                    }
                }));
    }

    @Override
    public void close() {
        disk.close();
    }

    private void read() throws InterruptedException {
        Map<String, List<EntityMapping>> adopting = new TreeMap<>();
        mappings.all().stream()
                .filter(mapping -> mapping.adopting().isPresent())
                .forEach(mapping -> adopting.computeIfAbsent(mapping.entity(), first -> new ArrayList<>())
                        .add(mapping));
        try (AllRows rows = sources.rows(
                sources.catalogues(),
                settings.limits().verify().fetchSize(),
                settings.limits().files().carriedBytes())) {
            for (Map.Entry<String, List<EntityMapping>> entity : adopting.entrySet()) {
                Optional<TableDefinition> definition = lane.metadata().table(entity.getKey());
                // A table that prepare has yet to make holds nothing.
                if (definition.isPresent()) {
                    read(definition.get(), entity.getValue(), rows);
                }
            }
        }
    }

    private void read(TableDefinition definition, List<EntityMapping> makers, AllRows rows)
            throws InterruptedException {
        Adopting adopting = makers.getFirst().adopting().orElseThrow();
        AdoptionTable table = new AdoptionTable(disk, tables.size());
        tables.put(definition.logicalName(), table);
        FieldTexts texts = new FieldTexts(definition);
        readTarget(definition, adopting, texts, table);
        long[] without = {0};
        for (EntityMapping maker : makers) {
            rows.readAll(maker.table(), row -> without[0] += readSource(maker, row, adopting, texts, table));
        }
        reports.add(report(definition.logicalName(), adopting, table, without[0]));
    }

    /** Columns that prepare has yet to make are empty in all rows. */
    private void readTarget(TableDefinition definition, Adopting adopting, FieldTexts texts, AdoptionTable table)
            throws InterruptedException {
        String idColumn = definition.entitySet().idColumn();
        Set<String> columns = new LinkedHashSet<>(List.of(idColumn));
        columns.addAll(adopting.by());
        columns.add(settings.target().keyColumn());
        columns.add(settings.target().idColumn());
        columns.removeIf(column -> definition.column(column).isEmpty());
        RowQuery query = RowQuery.all(columns.toArray(String[]::new));
        lane.reader()
                .scan(
                        definition.entitySet(),
                        query,
                        page -> page.forEach(row -> {
                            UUID guid = UUID.fromString(row.path(idColumn).asText());
                            readTarget(row, guid, adopting, texts, table);
                        }))
                .orThrow("read the rows of " + definition.logicalName());
    }

    private void readTarget(ObjectNode row, UUID guid, Adopting adopting, FieldTexts texts, AdoptionTable table) {
        String key = row.path(settings.target().keyColumn()).asText("");
        if (!key.isEmpty()) {
            String wholeId = row.path(settings.target().idColumn()).asText("");
            ExistingIdentities.rowId(key, wholeId).ifPresent(table::putOwn);
            return;
        }
        values(adopting, column -> texts.held(column, row.path(column)))
                .ifPresent(values -> table.putTarget(values, guid));
    }

    /** @return 1 if the row is wanted and the target has none with its values */
    private static int readSource(
            EntityMapping mapping, KeyedRow row, Adopting adopting, FieldTexts texts, AdoptionTable table) {
        RowId id = new RowId.OfSource(mapping.entity(), mapping.table(), row.key(), mapping.discriminator());
        if (!(mapping.map(row.row()) instanceof MappingResult.Mapped mapped) || table.isOwn(id)) {
            return 0;
        }
        boolean found = values(adopting, column -> text(mapped.columns().get(column), column, texts))
                .filter(values -> table.putSource(values, id))
                .isPresent();
        return found ? 0 : 1;
    }

    private static Optional<String> text(@Nullable Value value, String column, FieldTexts texts) {
        return value == null || value instanceof Value.Absent ? Optional.empty() : texts.wanted(column, value);
    }

    private interface Texts {
        Optional<String> of(String column);
    }

    /** Empty if any is: what has no value is not known by it. */
    private static Optional<List<String>> values(Adopting adopting, Texts texts) {
        List<String> values = new ArrayList<>();
        adopting.by().forEach(column -> texts.of(column).ifPresent(values::add));
        return values.size() == adopting.by().size() ? Optional.of(values) : Optional.empty();
    }

    private static AdoptionReport report(
            String entity, Adopting adopting, AdoptionTable table, long withoutCounterpart) {
        long[] counts = {0, 0};
        List<String> examples = new ArrayList<>();
        table.each(match -> {
            if (match.isClear()) {
                counts[0]++;
            } else if (match.isAmbiguous()) {
                counts[1]++;
                if (examples.size() < AdoptionReport.MOST_EXAMPLES) {
                    examples.add(example(adopting, match));
                }
            }
        });
        return new AdoptionReport(
                entity, adopting.by(), counts[0], counts[1], examples, withoutCounterpart, adopting.createsAmbiguous());
    }

    private static String example(Adopting adopting, AdoptionTable.Match match) {
        List<String> named = new ArrayList<>();
        for (int i = 0; i < adopting.by().size(); i++) {
            named.add(adopting.by().get(i) + " " + match.values().get(i));
        }
        return String.join(", ", named) + " (" + count(match.sources()) + " at the source, " + count(match.targets())
                + " in the target)";
    }

    private static String count(int number) {
        return number == 1 ? "1" : "several";
    }
}
