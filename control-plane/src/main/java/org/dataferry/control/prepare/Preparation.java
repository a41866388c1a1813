package org.dataferry.control.prepare;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.dataferry.capture.source.Obstacle;
import org.dataferry.capture.source.ReplicationNames;
import org.dataferry.capture.source.TableName;
import org.dataferry.control.endpoint.Endpoints;
import org.dataferry.control.endpoint.MigrationFolder;
import org.dataferry.control.source.Catalogues;
import org.dataferry.control.source.Sources;
import org.dataferry.schemas.SchemasException;
import org.dataferry.schemas.key.SourceTable;
import org.dataferry.schemas.key.TableNames;
import org.dataferry.schemas.settings.MigrationSettings;
import org.dataferry.schemas.settings.SettingsException;
import org.dataferry.schemas.settings.TargetSettings;
import org.dataferry.sink.client.Lane;
import org.dataferry.sink.client.metadata.ManyToManyRelationship;
import org.dataferry.sink.client.metadata.MetadataWriter;
import org.dataferry.sink.client.metadata.TableDefinition;
import org.dataferry.transform.mapping.DeclaredRelationship;
import org.dataferry.transform.mapping.MappingCompiler;
import org.dataferry.transform.mapping.Mappings;
import org.dataferry.transform.mapping.type.TargetSchema;
import org.dataferry.transform.mapping.type.TargetSchemas;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks both ends against the mappings, and works out what the target lacks. Changes nothing until {@link #apply}.
 *
 * @param mappings compiled against both ends, what is to be made included
 * @param steps what the target lacks, in the order in which it is made
 */
public record Preparation(Mappings mappings, List<PrepareStep> steps) {

    private static final Logger LOG = LoggerFactory.getLogger(Preparation.class);

    /** Building the index of a key takes as long as the table is large. */
    private static final Duration KEY_TIMEOUT = Duration.ofMinutes(30);

    public Preparation {
        steps = List.copyOf(steps);
    }

    /**
     * @throws SettingsException if a source cannot be captured, with everything that is in the way, or nothing of it is mapped;
     *     or if the target has something else under a name that Ferry needs
     * @throws org.dataferry.capture.source.SourceException if the source does not answer, or refuses us
     * @throws org.dataferry.transform.mapping.problem.MappingException with everything that is wrong in the mappings
     */
    public static Preparation of(MigrationFolder folder, Blueprint blueprint, Endpoints endpoints, Lane lane)
            throws InterruptedException {
        Sources sources = endpoints.sources();
        // First, as it tells apart a source that is down from one that refuses us.
        Catalogues catalogues = sources.catalogues();
        List<String> obstacles = new ArrayList<>();
        tablesBySource(sources.names(), blueprint)
                .forEach(
                        (source, tables) -> obstacles(sources, folder.settings().migration(), source, tables)
                                .forEach(obstacles::add));
        if (!obstacles.isEmpty()) {
            throw new SettingsException(String.join("\n", obstacles));
        }
        Preparation preparation = of(catalogues, folder.settings().target(), blueprint, lane);
        preparation.requireAllMapped(sources.names());
        return preparation;
    }

    /** One whose name does not say of which source it is, is told with the mappings. */
    private static Map<String, Set<TableName>> tablesBySource(TableNames names, Blueprint blueprint) {
        Map<String, Set<TableName>> tables = new LinkedHashMap<>();
        for (String name : blueprint.sourceTables()) {
            try {
                SourceTable table = names.parse(name);
                tables.computeIfAbsent(table.source(), first -> new TreeSet<>())
                        .add(new TableName(table.schema(), table.table()));
            } catch (SchemasException ofNone) {
                LOG.debug("A mapping file names a table of no source table={}", name);
            }
        }
        return tables;
    }

    /** A table that is not there is told with the mappings, which know the file and line that name it. */
    private static Stream<String> obstacles(Sources sources, String migration, String source, Set<TableName> tables) {
        String of = sources.names().isSeveral() ? "source " + source + ": " : "";
        return sources
                .of(source)
                .obstacles(tables, ReplicationNames.of(migration, source).slot())
                .stream()
                .filter(obstacle -> obstacle.kind() != Obstacle.Kind.UNKNOWN_TABLE)
                .map(obstacle -> of + obstacle.message());
    }

    private void requireAllMapped(TableNames names) {
        Set<String> mapped = mappings.tables().stream().map(SourceTable::source).collect(Collectors.toSet());
        names.sources().stream()
                .filter(source -> !mapped.contains(source))
                .findFirst()
                .ifPresent(unused -> {
                    throw new SettingsException(
                            "no mapping file reads a table of source '" + unused + "'; write one with from: " + unused
                                    + "/schema.table, or take the source out of " + MigrationSettings.FILE_NAME);
                });
    }

    /** As above, for sources whose catalogues are known. */
    public static Preparation of(Catalogues catalogues, TargetSettings target, Blueprint blueprint, Lane lane)
            throws InterruptedException {
        ExistingTarget existing = existing(lane, blueprint);
        List<TargetSchema> schemas =
                existing.tables().values().stream().map(TargetTypes::schema).toList();
        Mappings mappings = MappingCompiler.compile(
                blueprint.files(), blueprint.options(), SourceView.of(catalogues), new TargetSchemas(schemas));
        List<PrepareStep> steps = PrepareSteps.of(
                target, blueprint.entities(), blueprint.declared(), blueprint.relationships(), existing);
        return new Preparation(mappings, steps);
    }

    /**
     * Makes what the target lacks.
     *
     * @param progress told of each step before it is made
     */
    public void apply(Lane lane, Consumer<PrepareStep> progress) throws InterruptedException {
        MetadataWriter writer = lane.metadataWriter();
        List<PrepareStep.MakeKey> keys = new ArrayList<>();
        for (PrepareStep step : steps) {
            progress.accept(step);
            LOG.info("Preparing the target step={}", step.describe());
            switch (step) {
                case PrepareStep.MakeTable(var table) -> writer.createTable(table);
                case PrepareStep.AddColumn(String entity, var column) -> writer.addColumn(entity, column);
                case PrepareStep.AddOption(String entity, String column, var choice, var option) ->
                    writer.insertOption(entity, column, choice, option);
                case PrepareStep.MakeLookup(var lookup) -> writer.createLookup(lookup);
                case PrepareStep.MakePolymorphicLookup(var lookup) -> writer.createPolymorphicLookup(lookup);
                case PrepareStep.MakeRelationship(var relationship) -> writer.createManyToMany(relationship);
                case PrepareStep.MakeKey make -> {
                    writer.createKey(make.entity(), make.key());
                    keys.add(make);
                }
            }
        }
        for (PrepareStep.MakeKey make : keys) {
            writer.awaitKey(make.entity(), make.key().logicalName(), KEY_TIMEOUT);
        }
    }

    private static ExistingTarget existing(Lane lane, Blueprint blueprint) throws InterruptedException {
        Map<String, TableDefinition> tables = new LinkedHashMap<>();
        for (String entity : blueprint.entities()) {
            Optional<TableDefinition> table = lane.metadata().table(entity);
            table.ifPresent(definition -> tables.put(entity, definition));
        }
        List<ManyToManyRelationship> relationships = new ArrayList<>();
        for (String end : blueprint.relationships().stream()
                .map(DeclaredRelationship::first)
                .filter(tables::containsKey)
                .distinct()
                .toList()) {
            relationships.addAll(lane.metadata().manyToManyRelationships(end));
        }
        return new ExistingTarget(tables, relationships);
    }
}
