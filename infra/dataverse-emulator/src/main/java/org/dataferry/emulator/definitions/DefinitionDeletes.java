package org.dataferry.emulator.definitions;

import java.util.List;
import org.dataferry.emulator.address.AddressParser;
import org.dataferry.emulator.error.Refusal;
import org.dataferry.emulator.error.Refusals;
import org.dataferry.emulator.metadata.AlternateKey;
import org.dataferry.emulator.metadata.Catalog;
import org.dataferry.emulator.metadata.Column;
import org.dataferry.emulator.metadata.ColumnType;
import org.dataferry.emulator.metadata.ManyToMany;
import org.dataferry.emulator.metadata.Relationship;
import org.dataferry.emulator.metadata.Table;
import org.dataferry.emulator.store.Reference;
import org.dataferry.emulator.store.WriteUnit;

/**
 * DELETE of definitions, with what rows keep of them.
 *
 * <p>Source: Microsoft's pages "Create and update table relationships using the Web API", "Multi-table lookups" and "Web service error
 * codes".
 */
final class DefinitionDeletes {
    private final WriteUnit unit;
    private final Catalog catalog;

    DefinitionDeletes(WriteUnit unit) {
        this.unit = unit;
        catalog = unit.catalog();
    }

    /** The catalogue without the definition. */
    Catalog without(List<String> segments) {
        String first = segments.getFirst();
        String key = DefinitionKeys.required("DELETE", first);
        return switch (AddressParser.setOf(first)) {
            case "RelationshipDefinitions" -> withoutRelationship(key);
            case GlobalChoices.SET -> GlobalChoices.without(catalog, GlobalChoices.find(catalog, key));
            default ->
                segments.size() == 1
                        ? withoutTable(DefinitionKeys.table(catalog, key))
                        : withoutPart(DefinitionKeys.changeable(catalog, key), segments);
        };
    }

    private Catalog withoutTable(Table table) {
        if (table.intersect()) {
            throw Names.invalid(
                    "The table " + table.logicalName() + " can't be deleted: it belongs to a relationship.");
        }
        boolean named = catalog.referencing(table).stream()
                .anyMatch(r -> !r.referencingTable().equals(table.logicalName()));
        if (!table.names().custom() || named) {
            throw Names.invalid("The table " + table.logicalName() + " can't be deleted: it is "
                    + (named ? "the target of lookups." : "a system table."));
        }
        return catalog.withoutTable(table.logicalName());
    }

    private Catalog withoutPart(Table table, List<String> segments) {
        String part = segments.get(1);
        String key = DefinitionKeys.required("DELETE", part);
        return switch (AddressParser.setOf(part)) {
            case "Keys" -> {
                Definition found = DefinitionKeys.find(new TableJson(catalog).keys(table), key);
                yield catalog.with(
                        table.withoutKey(found.properties().path("LogicalName").asText()));
            }
            case "Attributes" -> withoutColumn(table, DefinitionKeys.column(table, key));
            default -> throw Refusals.methodNotAllowed("DELETE", String.join("/", segments));
        };
    }

    /** With its values, its companions and, of a lookup, its relationships. */
    private Catalog withoutColumn(Table table, Column column) {
        requireDeletable(table, column);
        requireInNoKey(table, column);
        Catalog less = catalog;
        for (Relationship relationship : catalog.ofColumn(table, column)) {
            less = less.without(relationship);
        }
        Table narrower = drop(table, table, column);
        for (Column companion : Companions.in(table, column)) {
            narrower = drop(table, narrower, companion);
        }
        return less.with(narrower);
    }

    private Table drop(Table stored, Table table, Column column) {
        unit.clear(stored, column, value -> true);
        return table.withoutColumn(column.logicalName());
    }

    private Catalog withoutRelationship(String key) {
        for (ManyToMany relationship : catalog.manyToMany()) {
            if (DefinitionKeys.means(key, relationship)) {
                requireCustom(
                        catalog.requiredTable(relationship.intersectTable())
                                .names()
                                .custom(),
                        relationship.schemaName());
                return catalog.without(relationship);
            }
        }
        Relationship relationship = catalog.relationships().stream()
                .filter(r -> DefinitionKeys.means(key, r))
                .findFirst()
                .orElseThrow(() -> DefinitionKeys.absent("a definition with the key " + key));
        requireCustom(relationship.custom(), relationship.schemaName());
        Table table = catalog.requiredTable(relationship.referencingTable());
        Column column = table.requiredColumn(relationship.referencingColumn());
        ColumnType.Lookup lookup = (ColumnType.Lookup) column.type();
        if (lookup.kind().equals("Customer")) {
            throw Refusals.notEmulated("the deletion of one of the two relationships of a customer lookup");
        }
        return lookup.polymorphic() ? withoutTarget(table, column, lookup, relationship) : withoutColumn(table, column);
    }

    /** Rows that name a row of the target name none then. */
    private Catalog withoutTarget(Table table, Column column, ColumnType.Lookup lookup, Relationship relationship) {
        if (lookup.targets().size() == 1) {
            throw new Refusal(
                    400,
                    "0x80090420",
                    "The last relationship of the multi-table lookup " + column.logicalName() + " can't be deleted.");
        }
        requireInNoKey(table, column);
        String target = relationship.referencedTable();
        int number = catalog.requiredTable(target).number();
        unit.clear(table, column, value -> value instanceof Reference reference && reference.table() == number);
        List<String> others =
                lookup.targets().stream().filter(name -> !name.equals(target)).toList();
        return catalog.without(relationship)
                .with(table.changingColumn(column.withType(new ColumnType.Lookup(lookup.kind(), others, true))));
    }

    private static void requireDeletable(Table table, Column column) {
        if (column.primaryName()) {
            throw new Refusal(400, "0x80047002", "The Primary UI Attribute is not valid for deletion");
        }
        for (Column other : table.columns()) {
            if (Companions.in(table, other).contains(column)) {
                throw other.type() instanceof ColumnType.Money
                        ? new Refusal(
                                400, "0x80048cfe", "The base money calculation Attribute is not valid for deletion")
                        : new Refusal(400, "0x80047016", "The Child Attribute is not valid for deletion");
            }
        }
        if (!column.custom()) {
            throw new Refusal(400, "0x80047009", "The specified attribute is not a custom attribute");
        }
    }

    private static void requireInNoKey(Table table, Column column) {
        List<AlternateKey> keys = table.keys().stream()
                .filter(key -> key.columns().contains(column.logicalName()))
                .toList();
        if (!keys.isEmpty()) {
            throw new Refusal(
                    400,
                    "0x8004f01f",
                    "The Attribute(" + column.metadataId()
                            + ") component cannot be deleted because it is referenced by "
                            + keys.size() + " other components. For a list of referenced components, use the"
                            + " RetrieveDependenciesForDeleteRequest.");
        }
    }

    private static void requireCustom(boolean custom, String relationship) {
        if (!custom) {
            throw Names.invalid("The relationship " + relationship + " can't be deleted: it is the system's.");
        }
    }
}
