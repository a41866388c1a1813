package org.dataferry.control.verify;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.dataferry.control.ControlException;
import org.dataferry.control.RefusedException;
import org.dataferry.control.compare.DiskTable;
import org.dataferry.control.compare.FieldTexts;
import org.dataferry.control.prepare.Blueprint;
import org.dataferry.control.prepare.Preparation;
import org.dataferry.control.source.Catalogues;
import org.dataferry.control.source.Sources;
import org.dataferry.schemas.settings.LimitSettings;
import org.dataferry.schemas.settings.MigrationSettings;
import org.dataferry.schemas.settings.SettingsException;
import org.dataferry.sink.client.Lane;
import org.dataferry.sink.client.metadata.ManyToManyRelationship;
import org.dataferry.sink.client.metadata.TableDefinition;
import org.dataferry.sink.client.protocol.EntitySet;
import org.dataferry.transform.mapping.DeclaredRelationship;
import org.dataferry.transform.mapping.EntityMapping;
import org.dataferry.transform.mapping.Mappings;

/** Both ends of a migration, and the mappings between them, ready to be compared. */
public final class BothEnds {

    private final Sources sources;
    private final Catalogues catalogues;
    private final MigrationSettings settings;
    private final Blueprint blueprint;
    private final Mappings mappings;
    private final Lane lane;

    private BothEnds(
            Sources sources,
            Catalogues catalogues,
            MigrationSettings settings,
            Blueprint blueprint,
            Mappings mappings,
            Lane lane) {
        this.sources = sources;
        this.catalogues = catalogues;
        this.settings = settings;
        this.blueprint = blueprint;
        this.mappings = mappings;
        this.lane = lane;
    }

    /**
     * Reads what both ends look like.
     *
     * @throws RefusedException if the target lacks a table or column
     */
    public static BothEnds open(Sources sources, MigrationSettings settings, Blueprint blueprint, Lane lane)
            throws InterruptedException {
        Catalogues catalogues = sources.catalogues();
        Preparation preparation = Preparation.of(catalogues, settings.target(), blueprint, lane);
        if (!preparation.steps().isEmpty()) {
            throw new RefusedException("the target lacks what the mappings fill, so nothing can be compared: "
                    + preparation.steps().getFirst().describe()
                    + (preparation.steps().size() > 1
                            ? ", and " + (preparation.steps().size() - 1) + " more"
                            : "")
                    + ". See ferry prepare");
        }
        return new BothEnds(sources, catalogues, settings, blueprint, preparation.mappings(), lane);
    }

    /** All entities, then all relationships, each in the order of their names. */
    public List<String> entities() {
        List<String> all = new ArrayList<>(new TreeSet<>(mappings.entities()));
        all.addAll(new TreeSet<>(mappings.relationships()));
        return all;
    }

    /**
     * Compares them.
     *
     * @param chosen some of the {@link #entities}; all if empty
     * @throws SettingsException if one of the chosen has no mapping
     */
    public VerifyReport verify(Set<String> chosen, VerifyOptions options, Settling settling, VerifyProgress progress)
            throws InterruptedException {
        for (String entity : chosen) {
            if (!entities().contains(entity)) {
                throw new SettingsException("--entity " + entity + " has no mapping; there are mappings for "
                        + String.join(", ", entities()));
            }
        }
        List<String> compared = entities().stream()
                .filter(entity -> chosen.isEmpty() || chosen.contains(entity))
                .toList();
        LimitSettings.Verify limits = settings.limits().verify();
        try (DiskTable disk = DiskTable.create(options.directory())) {
            Map<String, FieldTexts> texts = new HashMap<>();
            DataverseTarget target = target(compared, disk, texts);
            MappedSource mapped = new MappedSource(
                    sources,
                    catalogues,
                    mappings,
                    texts,
                    limits.fetchSize(),
                    settings.limits().files().carriedBytes(),
                    disk);
            return new Verification(mapped, target, settling, options, disk, progress).run(compared);
        }
    }

    private DataverseTarget target(List<String> entities, DiskTable disk, Map<String, FieldTexts> texts)
            throws InterruptedException {
        Map<String, EntitySet> sets = lane.metadata().entitySets();
        OwnRows own = new OwnRows(settings.target(), settings.tables().sources(), mergeRules());
        NamedRows names = new NamedRows(lane, sets, own, disk);
        int pageSize = settings.limits().verify().pageSize();
        Map<String, TargetTable> tables = new HashMap<>();
        for (String entity : entities) {
            if (mappings.entities().contains(entity)) {
                TableDefinition table = lane.metadata()
                        .table(entity)
                        .orElseThrow(() -> new ControlException("the target has no table " + entity));
                texts.put(entity, new FieldTexts(table));
                tables.put(entity, new TargetRows(table, lane, own, names, named(entity), pageSize));
            }
        }
        for (DeclaredRelationship relationship : blueprint.relationships()) {
            if (entities.contains(relationship.name())) {
                tables.put(
                        relationship.name(),
                        new TargetLinks(
                                relationship.name(),
                                relationship.first(),
                                definition(relationship),
                                sets,
                                lane,
                                own,
                                names,
                                pageSize));
            }
        }
        return new DataverseTarget(tables);
    }

    private Set<String> named(String entity) {
        Set<String> named = new HashSet<>();
        mappings.all().stream()
                .filter(mapping -> mapping.entity().equals(entity))
                .forEach(mapping -> named.addAll(mapping.namedEntities()));
        return named;
    }

    private Map<String, String> mergeRules() {
        Map<String, String> rules = new HashMap<>();
        for (EntityMapping mapping : mappings.all()) {
            mapping.merging()
                    .ifPresent(merging ->
                            rules.put(mapping.entity(), merging.rule().name()));
        }
        return rules;
    }

    private ManyToManyRelationship definition(DeclaredRelationship relationship) throws InterruptedException {
        return lane.metadata().manyToManyRelationships(relationship.first()).stream()
                .filter(known -> known.schemaName().equalsIgnoreCase(relationship.name()))
                .findFirst()
                .orElseThrow(() -> new ControlException("the target has no relationship " + relationship.name()));
    }
}
