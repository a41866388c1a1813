package org.dataferry.emulator.definitions;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.dataferry.emulator.error.Refusal;
import org.dataferry.emulator.error.Refusals;
import org.dataferry.emulator.metadata.Catalog;
import org.dataferry.emulator.metadata.Column;
import org.dataferry.emulator.metadata.ColumnType;
import org.dataferry.emulator.metadata.Label;
import org.dataferry.emulator.metadata.ManyToMany;
import org.dataferry.emulator.metadata.Relationship;
import org.dataferry.emulator.metadata.Relationship.OnDelete;
import org.dataferry.emulator.metadata.Table;
import org.dataferry.emulator.metadata.TableBuilder;

/**
 * New relationships, as changes of the catalogue.
 *
 * <p>Source: Microsoft's pages "Create and update table relationships using the Web API" and "Use multi-table lookup columns".
 */
final class RelationshipChanges {
    private static final Set<String> CUSTOMERS = Set.of("account", "contact");

    private RelationshipChanges() {}

    static Catalog relationship(Catalog catalog, JsonNode json) {
        String type = json.path("@odata.type").asText("");
        if (type.endsWith("ManyToManyRelationshipMetadata")) {
            return manyToMany(catalog, json);
        }
        if (!type.endsWith("OneToManyRelationshipMetadata")) {
            throw Refusals.notEmulated("relationships of the type '" + type + "'");
        }
        Table referencing = table(catalog, json, "ReferencingEntity");
        Table referenced = table(catalog, json, "ReferencedEntity");
        JsonNode lookup = json.path("Lookup");
        Column existing =
                referencing.column(lookup.path("SchemaName").asText("").toLowerCase(Locale.ROOT));
        if (existing != null && existing.type() instanceof ColumnType.Lookup several && several.polymorphic()) {
            return oneMoreTarget(catalog, json, existing, several, referenced);
        }
        Column column = ColumnReader.column(
                referencing, lookup, new ColumnType.Lookup("Lookup", List.of(referenced.logicalName())), false);
        return catalog.with(referencing.withColumn(column))
                .with(oneToMany(catalog, json, referenced, column, column.schemaName()));
    }

    private static Catalog oneMoreTarget(
            Catalog catalog, JsonNode json, Column column, ColumnType.Lookup lookup, Table referenced) {
        if (lookup.targets().contains(referenced.logicalName())) {
            throw new Refusal(
                    400,
                    "0x80090424",
                    "The table " + referenced.logicalName() + " can be referenced only once by the multi-table lookup "
                            + column.logicalName() + ".");
        }
        if (!lookup.kind().equals("Lookup")) {
            throw Refusals.notEmulated("one more target of a lookup of the type " + lookup.kind());
        }
        List<String> targets = new ArrayList<>(lookup.targets());
        targets.add(referenced.logicalName());
        Table referencing = table(catalog, json, "ReferencingEntity");
        Column wider = column.withType(new ColumnType.Lookup(lookup.kind(), targets, true));
        return catalog.with(referencing.changingColumn(wider))
                .with(oneToMany(catalog, json, referenced, wider, navigation(wider, referenced)));
    }

    /** The navigation property of one target of several, unless the definition names it. */
    private static String navigation(Column column, Table target) {
        return column.schemaName() + "_" + target.logicalName();
    }

    /** A lookup to several tables: one column, and a relationship with a navigation property of its own per table. */
    static Catalog polymorphicLookup(Catalog catalog, JsonNode json) {
        return severalTargets(catalog, json, "Lookup");
    }

    /** A lookup to account and contact. Source: Microsoft's page "Create and update column definitions using the Web API". */
    static Catalog customerLookup(Catalog catalog, JsonNode json) {
        List<String> targets = json.path("OneToManyRelationships").findValuesAsText("ReferencedEntity");
        if (targets.size() != CUSTOMERS.size() || !CUSTOMERS.equals(Set.copyOf(targets))) {
            throw Names.invalid("OneToManyRelationships of a customer lookup must name account and contact.");
        }
        return severalTargets(catalog, json, "Customer");
    }

    private static Catalog severalTargets(Catalog catalog, JsonNode json, String kind) {
        JsonNode lookup = json.path("Lookup");
        if (!lookup.path("@odata.type").asText("").endsWith("ComplexLookupAttributeMetadata")) {
            throw Names.invalid("Lookup must be of the type Microsoft.Dynamics.CRM.ComplexLookupAttributeMetadata.");
        }
        JsonNode definitions = json.path("OneToManyRelationships");
        Set<String> targets = new LinkedHashSet<>();
        for (JsonNode definition : definitions) {
            if (!targets.add(table(catalog, definition, "ReferencedEntity").logicalName())) {
                throw Names.invalid("OneToManyRelationships names a table twice: " + targets + ".");
            }
        }
        if (targets.isEmpty()) {
            throw Names.invalid("OneToManyRelationships must name at least one table.");
        }
        Table referencing = table(catalog, definitions.path(0), "ReferencingEntity");
        Column column = ColumnReader.column(
                referencing, lookup, new ColumnType.Lookup(kind, new ArrayList<>(targets), true), false);
        Catalog changed = catalog.with(referencing.withColumn(column));
        for (JsonNode definition : definitions) {
            if (!table(catalog, definition, "ReferencingEntity").equals(referencing)) {
                throw Names.invalid("All of OneToManyRelationships must have one ReferencingEntity.");
            }
            Table referenced = table(catalog, definition, "ReferencedEntity");
            changed = changed.with(oneToMany(changed, definition, referenced, column, navigation(column, referenced)));
        }
        return changed;
    }

    private static Relationship oneToMany(
            Catalog catalog, JsonNode json, Table referenced, Column column, String defaultNavigation) {
        String schemaName = newName(catalog, json);
        String navigation = text(json, "ReferencingEntityNavigationPropertyName", defaultNavigation);
        String collection = text(json, "ReferencedEntityNavigationPropertyName", schemaName);
        return new Relationship(
                TableBuilder.idOf("relationship " + schemaName),
                schemaName,
                table(catalog, json, "ReferencingEntity").logicalName(),
                column.logicalName(),
                referenced.logicalName(),
                navigation,
                collection,
                onDelete(json),
                true);
    }

    private static Catalog manyToMany(Catalog catalog, JsonNode json) {
        String schemaName = newName(catalog, json);
        Table one = table(catalog, json, "Entity1LogicalName");
        Table two = table(catalog, json, "Entity2LogicalName");
        boolean self = one.equals(two);
        ManyToMany.End first = new ManyToMany.End(
                one.logicalName(),
                self ? one.primaryId() + "one" : one.primaryId(),
                text(json, "Entity1NavigationPropertyName", schemaName));
        ManyToMany.End second = new ManyToMany.End(
                two.logicalName(),
                self ? two.primaryId() + "two" : two.primaryId(),
                text(json, "Entity2NavigationPropertyName", schemaName));
        if (self && first.navigation().equals(second.navigation())) {
            throw Names.invalid(
                    "A relationship between a table and itself needs an Entity1NavigationPropertyName and an"
                            + " Entity2NavigationPropertyName that differ.");
        }
        requireFree(catalog, one, first.navigation());
        requireFree(catalog, two, second.navigation());
        Table.Names names = intersect(catalog, text(json, "IntersectEntityName", schemaName));
        return new TableBuilder(names)
                .ends(first, second)
                .addTo(catalog)
                .with(new ManyToMany(
                        TableBuilder.idOf("relationship " + schemaName),
                        schemaName,
                        names.logicalName(),
                        first,
                        second));
    }

    private static Table.Names intersect(Catalog catalog, String name) {
        String logicalName = Names.checked(name).toLowerCase(Locale.ROOT);
        // Unlike other tables, whose sets are English plurals.
        String set = logicalName + "set";
        if (catalog.table(logicalName) != null || catalog.bySet(set) != null) {
            throw Names.invalid("An entity with the name " + logicalName + " already exists.");
        }
        return new Table.Names(
                catalog.nextNumber(),
                TableBuilder.idOf("table " + logicalName),
                logicalName,
                name,
                set,
                set,
                Label.of(name),
                Label.of(name),
                Label.NONE,
                Table.NO_OWNER,
                true);
    }

    private static void requireFree(Catalog catalog, Table table, String navigation) {
        Column column = table.column(navigation);
        if (catalog.navigation(table, navigation) != null
                || catalog.collection(table, navigation) != null
                || catalog.side(table, navigation) != null
                || column != null) {
            throw Names.invalid("The table " + table.logicalName() + " already has a property '" + navigation + "'.");
        }
    }

    private static String newName(Catalog catalog, JsonNode json) {
        String schemaName = Names.schemaName(json);
        if (catalog.relationships().stream().anyMatch(r -> r.schemaName().equalsIgnoreCase(schemaName))
                || catalog.manyToMany().stream().anyMatch(r -> r.schemaName().equalsIgnoreCase(schemaName))) {
            throw Names.invalid("A relationship with the name " + schemaName + " already exists.");
        }
        return schemaName;
    }

    static OnDelete onDelete(JsonNode json) {
        String wanted = json.path("CascadeConfiguration").path("Delete").asText("RemoveLink");
        for (OnDelete known : OnDelete.values()) {
            if (known.name().equals(wanted)) {
                return known;
            }
        }
        throw Names.invalid(
                "CascadeConfiguration.Delete '" + wanted + "' is not RemoveLink, Restrict, Cascade or NoCascade.");
    }

    private static Table table(Catalog catalog, JsonNode json, String property) {
        String name = json.path(property).asText("");
        Table table = catalog.table(name);
        if (table == null || table.intersect()) {
            throw Names.invalid("The " + property + " '" + name + "' is not a table.");
        }
        return table;
    }

    /** A text, or the default where it is absent or empty. */
    private static String text(JsonNode json, String property, String absent) {
        String text = json.path(property).asText("");
        return text.isEmpty() ? absent : text;
    }
}
