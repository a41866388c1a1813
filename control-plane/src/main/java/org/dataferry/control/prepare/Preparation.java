package org.dataferry.control.prepare;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.dataferry.capture.origin.Source;
import org.dataferry.capture.source.Obstacle;
import org.dataferry.capture.source.SourceCatalogue;
import org.dataferry.control.endpoint.Endpoints;
import org.dataferry.control.endpoint.MigrationFolder;
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
     * @param slot the replication slot that capture will use
     * @throws SettingsException if the source cannot be captured, with everything that is in the way; or if the target has
     *     something else under a name that Ferry needs
     * @throws org.dataferry.capture.source.SourceException if the source does not answer, or refuses us
     * @throws org.dataferry.transform.mapping.problem.MappingException with everything that is wrong in the mappings
     */
    public static Preparation of(
            MigrationFolder folder, Blueprint blueprint, Endpoints endpoints, Lane lane, String slot)
            throws InterruptedException {
        Source source = endpoints.source().opened();
        // First, as it tells apart a source that is down from one that refuses us.
        SourceCatalogue catalogue = source.catalogue();
        // A table that is not there is told with the mappings, which know the file and line that name it.
        List<Obstacle> obstacles = source.obstacles(blueprint.sourceTables(), slot).stream()
                .filter(obstacle -> obstacle.kind() != Obstacle.Kind.UNKNOWN_TABLE)
                .toList();
        if (!obstacles.isEmpty()) {
            throw new SettingsException(
                    obstacles.stream().map(Obstacle::message).collect(Collectors.joining("\n")));
        }
        return of(
                catalogue, folder.settings().source().name(), folder.settings().target(), blueprint, lane);
    }

    /**
     * As above, for a source whose catalogue is known.
     *
     * @param source the migration's name for it
     */
    public static Preparation of(
            SourceCatalogue catalogue, String source, TargetSettings target, Blueprint blueprint, Lane lane)
            throws InterruptedException {
        ExistingTarget existing = existing(lane, blueprint);
        List<TargetSchema> schemas =
                existing.tables().values().stream().map(TargetTypes::schema).toList();
        Mappings mappings = MappingCompiler.compile(
                blueprint.files(), blueprint.options(), SourceView.of(catalogue, source), new TargetSchemas(schemas));
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
