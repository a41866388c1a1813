package org.dataferry.control.prepare;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.dataferry.schemas.key.FerryKey;
import org.dataferry.schemas.settings.SettingsException;
import org.dataferry.schemas.settings.TargetSettings;
import org.dataferry.sink.client.metadata.ColumnType;
import org.dataferry.sink.client.metadata.KeyDefinition;
import org.dataferry.sink.client.metadata.ManyToManyRelationship;
import org.dataferry.sink.client.metadata.NewColumn;
import org.dataferry.sink.client.metadata.NewKey;
import org.dataferry.sink.client.metadata.NewLookup;
import org.dataferry.sink.client.metadata.NewManyToMany;
import org.dataferry.sink.client.metadata.NewPolymorphicLookup;
import org.dataferry.sink.client.metadata.NewTable;
import org.dataferry.sink.client.metadata.RequiredLevel;
import org.dataferry.sink.client.metadata.TableDefinition;
import org.dataferry.transform.mapping.DeclaredRelationship;
import org.dataferry.transform.mapping.DeclaredTarget;
import org.dataferry.transform.mapping.DeclaredTarget.DeclaredColumn;
import org.dataferry.transform.mapping.language.TableDocument;
import org.dataferry.transform.mapping.type.TargetColumnType;
import org.jspecify.annotations.Nullable;

/**
 * Works out what the target lacks: what the mapping files declare, and in each entity the key column that Ferry owns with
 * its alternate key, and a column for row ids that are too long for it.
 *
 * <p>All tables come first, then all columns, then options of choices that are there, then lookups and relationships, which need both their ends, then all keys:
 * metadata of Dataverse is visible a while after it was made.
 */
final class PrepareSteps {

    /** A row id is bounded by the source's own names and keys; this is the most that a text column holds. */
    private static final int ID_CHARACTERS = 4_000;

    private final TargetSettings target;
    private final Map<String, TableDefinition> existing;
    private final List<PrepareStep> tables = new ArrayList<>();
    private final List<PrepareStep> columns = new ArrayList<>();
    private final MissingOptions missingOptions = new MissingOptions();
    private final List<PrepareStep> lookups = new ArrayList<>();
    private final List<PrepareStep> links = new ArrayList<>();
    private final List<PrepareStep> keys = new ArrayList<>();

    private PrepareSteps(TargetSettings target, Map<String, TableDefinition> existing) {
        this.target = target;
        this.existing = existing;
    }

    /**
     * @param entities all that the mappings write
     * @throws SettingsException if the target has something else under a name that is needed, or lacks a relationship that
     *     is not to be made
     */
    static List<PrepareStep> of(
            TargetSettings target,
            Set<String> entities,
            List<DeclaredTarget> declared,
            List<DeclaredRelationship> relationships,
            ExistingTarget existing) {
        PrepareSteps steps = new PrepareSteps(target, existing.tables());
        declared.forEach(steps::addDeclared);
        relationships.forEach(relationship -> steps.addRelationship(relationship, existing));
        new TreeSet<>(entities).forEach(steps::addKey);
        List<PrepareStep> all = new ArrayList<>(steps.tables);
        all.addAll(steps.columns);
        all.addAll(steps.missingOptions.steps());
        all.addAll(steps.lookups);
        all.addAll(steps.links);
        all.addAll(steps.keys);
        return all;
    }

    private void addDeclared(DeclaredTarget declared) {
        String entity = declared.entity();
        for (DeclaredColumn column : declared.columns()) {
            if (column.type() instanceof TargetColumnType.Lookup(List<String> targets)) {
                addLookup(entity, column, targets);
            }
        }
        List<DeclaredColumn> plain = declared.columns().stream()
                .filter(column -> !(column.type() instanceof TargetColumnType.Lookup))
                .toList();
        if (!existing.containsKey(entity) && declared.table().isPresent()) {
            var table = declared.table().get();
            List<NewColumn> made = plain.stream()
                    .filter(column -> !isOfFiles(column) && !column.name().equals(table.primaryName()))
                    .map(PrepareSteps::column)
                    .toList();
            NewColumn primaryName = plain.stream()
                    .filter(column -> column.name().equals(table.primaryName()))
                    .map(PrepareSteps::column)
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("a table without primary name: " + entity));
            tables.add(new PrepareStep.MakeTable(new NewTable(
                    entity,
                    table.displayName(),
                    table.displayCollectionName(),
                    ownership(table.ownership()),
                    primaryName,
                    made)));
            plain.stream().filter(PrepareSteps::isOfFiles).forEach(column -> addColumn(entity, column(column)));
            return;
        }
        declared.table().ifPresent(table -> requireOwnership(existing.get(entity), table.ownership()));
        for (DeclaredColumn column : plain) {
            addColumn(entity, column(column));
            missingOptions.add(existing.get(entity), column);
        }
    }

    /** Made after its table: a create of a table is not documented to take such columns. */
    private static boolean isOfFiles(DeclaredColumn column) {
        return column.type() instanceof TargetColumnType.FileColumn;
    }

    private void addLookup(String entity, DeclaredColumn column, List<String> targets) {
        TableDefinition table = existing.get(entity);
        if (table != null && table.column(column.name()).isPresent()) {
            return;
        }
        if (targets.size() == 1) {
            String named = targets.getFirst();
            lookups.add(new PrepareStep.MakeLookup(new NewLookup(
                    relationshipName(named, entity, column),
                    entity,
                    column.name(),
                    column.label(),
                    named,
                    idColumn(named))));
            return;
        }
        lookups.add(new PrepareStep.MakePolymorphicLookup(new NewPolymorphicLookup(
                entity,
                column.name(),
                column.label(),
                targets.stream()
                        .map(named -> new NewPolymorphicLookup.Target(relationshipName(named, entity, column), named))
                        .toList())));
    }

    /** Names the lookup too, as an entity may name another one by several. */
    private String relationshipName(String named, String entity, DeclaredColumn column) {
        return target.prefix() + "_" + named + "_" + entity + "_" + column.name();
    }

    /** Of a table that is not made yet, as Dataverse will call it. */
    private String idColumn(String entity) {
        TableDefinition table = existing.get(entity);
        return table == null ? entity + "id" : table.entitySet().idColumn();
    }

    private void addRelationship(DeclaredRelationship declared, ExistingTarget target) {
        Optional<ManyToManyRelationship> found = target.relationship(declared.name());
        if (found.isPresent()) {
            requireSame(declared, found.get());
            return;
        }
        if (!declared.create()) {
            throw new SettingsException("the target has no many-to-many relationship " + declared.name() + " of "
                    + declared.first() + "; correct the name in the link file, or add create: true so that prepare"
                    + " makes it");
        }
        boolean self = declared.first().equals(declared.second());
        links.add(new PrepareStep.MakeRelationship(new NewManyToMany(
                declared.name(),
                declared.name(),
                declared.first(),
                self ? declared.name() + "_second" : declared.name(),
                declared.second(),
                self ? declared.name() + "_first" : declared.name())));
    }

    private static void requireSame(DeclaredRelationship declared, ManyToManyRelationship found) {
        if (!found.schemaName().equals(declared.name())) {
            throw new SettingsException("the target writes relationship " + declared.name() + " as "
                    + found.schemaName() + "; write it so in the link file");
        }
        List<String> wanted =
                Stream.of(declared.first(), declared.second()).sorted().toList();
        List<String> has = Stream.of(found.first().table(), found.second().table())
                .sorted()
                .toList();
        if (!has.equals(wanted)) {
            throw new SettingsException("relationship " + declared.name() + " of the target is between "
                    + String.join(" and ", has) + ", and the link file joins " + String.join(" and ", wanted));
        }
    }

    private void addKey(String entity) {
        requireText(entity, target.keyColumn(), FerryKey.MOST_CHARACTERS);
        requireText(entity, target.idColumn(), FerryKey.MOST_CHARACTERS);
        addColumn(
                entity,
                new NewColumn(
                        target.keyColumn(),
                        "Ferry key",
                        new ColumnType.Text(FerryKey.MOST_CHARACTERS, "Text"),
                        RequiredLevel.NONE));
        addColumn(
                entity,
                new NewColumn(
                        target.idColumn(), "Ferry row id", new ColumnType.Memo(ID_CHARACTERS), RequiredLevel.NONE));
        Optional<KeyDefinition> key =
                Optional.ofNullable(existing.get(entity)).flatMap(table -> table.keyOn(List.of(target.keyColumn())));
        if (key.isEmpty() || key.get().status() != KeyDefinition.IndexStatus.ACTIVE) {
            // One that is there under another name and not active yet is waited for, not made twice.
            String name = key.map(KeyDefinition::schemaName).orElse(target.keyColumn() + "_key");
            keys.add(new PrepareStep.MakeKey(entity, new NewKey(name, "Ferry key", List.of(target.keyColumn()))));
        }
    }

    /** A column of that name that somebody else made would cut keys off, and two rows would be one. */
    private void requireText(String entity, String column, int characters) {
        Optional.ofNullable(existing.get(entity))
                .flatMap(table -> table.column(column))
                .ifPresent(found -> {
                    boolean holds = found.type() instanceof ColumnType.Text(int most, String format)
                            ? most >= characters
                            : found.type() instanceof ColumnType.Memo;
                    if (!holds) {
                        throw new SettingsException("the target has a column " + column + " in " + entity
                                + " that does not hold a text of " + characters
                                + " characters, which Ferry needs under this name; choose another target.prefix");
                    }
                });
    }

    private static void requireOwnership(@Nullable TableDefinition table, TableDocument.Ownership declared) {
        if (table != null && !table.ownership().equals(declared.text())) {
            throw new SettingsException("table " + table.logicalName() + " is " + table.ownership()
                    + " in the target, and its mapping declares " + declared.text()
                    + "; ownership cannot be changed once a table is made: declare " + table.ownership());
        }
    }

    private static NewTable.Ownership ownership(TableDocument.Ownership declared) {
        return switch (declared) {
            case USER_OWNED -> NewTable.Ownership.USER_OWNED;
            case ORGANIZATION_OWNED -> NewTable.Ownership.ORGANIZATION_OWNED;
        };
    }

    private void addColumn(String entity, NewColumn column) {
        TableDefinition table = existing.get(entity);
        if (table == null || table.column(column.logicalName()).isEmpty()) {
            columns.add(new PrepareStep.AddColumn(entity, column));
        }
    }

    private static NewColumn column(DeclaredColumn column) {
        return new NewColumn(column.name(), column.label(), TargetTypes.made(column.type()), RequiredLevel.NONE);
    }
}
