package org.dataferry.control.prepare;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.dataferry.schemas.key.FerryKey;
import org.dataferry.schemas.settings.TargetSettings;
import org.dataferry.sink.client.metadata.ColumnType;
import org.dataferry.sink.client.metadata.KeyDefinition;
import org.dataferry.sink.client.metadata.NewColumn;
import org.dataferry.sink.client.metadata.NewKey;
import org.dataferry.sink.client.metadata.NewTable;
import org.dataferry.sink.client.metadata.RequiredLevel;
import org.dataferry.sink.client.metadata.TableDefinition;
import org.dataferry.transform.mapping.DeclaredTarget;
import org.dataferry.transform.mapping.DeclaredTarget.DeclaredColumn;

/**
 * Works out what the target lacks: what the mapping files declare, and in each entity the key column that Ferry owns with
 * its alternate key, and a column for row ids that are too long for it.
 *
 * <p>All tables come first, then all columns, then all keys: metadata of Dataverse is visible a while after it was made.
 */
final class PrepareSteps {

    /** A row id is bounded by the source's own names and keys; this is the most that a text column holds. */
    private static final int ID_CHARACTERS = 4_000;

    private final TargetSettings target;
    private final Map<String, TableDefinition> existing;
    private final List<PrepareStep> tables = new ArrayList<>();
    private final List<PrepareStep> columns = new ArrayList<>();
    private final List<PrepareStep> keys = new ArrayList<>();

    private PrepareSteps(TargetSettings target, Map<String, TableDefinition> existing) {
        this.target = target;
        this.existing = existing;
    }

    /**
     * @param entities all that the mappings write
     * @param existing those that the target has, by logical name
     */
    static List<PrepareStep> of(
            TargetSettings target,
            Set<String> entities,
            List<DeclaredTarget> declared,
            Map<String, TableDefinition> existing) {
        PrepareSteps steps = new PrepareSteps(target, existing);
        declared.forEach(steps::addDeclared);
        new TreeSet<>(entities).forEach(steps::addKey);
        List<PrepareStep> all = new ArrayList<>(steps.tables);
        all.addAll(steps.columns);
        all.addAll(steps.keys);
        return all;
    }

    private void addDeclared(DeclaredTarget declared) {
        String entity = declared.entity();
        if (!existing.containsKey(entity) && declared.table().isPresent()) {
            var table = declared.table().get();
            List<NewColumn> made = declared.columns().stream()
                    .filter(column -> !column.name().equals(table.primaryName()))
                    .map(PrepareSteps::column)
                    .toList();
            NewColumn primaryName = declared.columns().stream()
                    .filter(column -> column.name().equals(table.primaryName()))
                    .map(PrepareSteps::column)
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("a table without primary name: " + entity));
            tables.add(new PrepareStep.MakeTable(
                    new NewTable(entity, table.displayName(), table.displayCollectionName(), primaryName, made)));
            return;
        }
        for (DeclaredColumn column : declared.columns()) {
            addColumn(entity, column(column));
        }
    }

    private void addKey(String entity) {
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
            keys.add(new PrepareStep.MakeKey(
                    entity, new NewKey(target.keyColumn() + "_key", "Ferry key", List.of(target.keyColumn()))));
        }
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
