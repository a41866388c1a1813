package org.dataferry.emulator.definitions;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.dataferry.emulator.definitions.Definition.Expanded;
import org.dataferry.emulator.metadata.AlternateKey;
import org.dataferry.emulator.metadata.BuiltInTables;
import org.dataferry.emulator.metadata.Catalog;
import org.dataferry.emulator.metadata.Column;
import org.dataferry.emulator.metadata.ManyToMany;
import org.dataferry.emulator.metadata.Relationship;
import org.dataferry.emulator.metadata.Table;
import org.jspecify.annotations.Nullable;

/** Definitions of tables, keys and relationships as JSON. Source: Microsoft's reference of EntityMetadata and its relatives. */
final class TableJson {
    /** Object type codes of custom tables begin here. */
    private static final int CUSTOM_TYPE_CODES = 10_000;

    private final Catalog catalog;

    TableJson(Catalog catalog) {
        this.catalog = catalog;
    }

    Definition table(Table table) {
        Table.Names names = table.names();
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("MetadataId", names.metadataId().toString());
        json.put("LogicalName", names.logicalName()).put("SchemaName", names.schemaName());
        json.put("EntitySetName", names.entitySet()).put("LogicalCollectionName", names.collectionName());
        json.put("CollectionSchemaName", names.collectionName());
        json.put("PrimaryIdAttribute", table.primaryId());
        Column primaryName = table.primaryName();
        json.put("PrimaryNameAttribute", primaryName == null ? null : primaryName.logicalName());
        json.put("OwnershipType", names.ownership()).put("TableType", "Standard");
        Integer typeCode = BuiltInTables.typeCode(names.logicalName());
        json.put("ObjectTypeCode", typeCode == null ? CUSTOM_TYPE_CODES + table.number() : typeCode);
        json.put("IsCustomEntity", names.custom()).put("IsActivity", false);
        json.put("IsIntersect", table.intersect());
        json.put("IsPrivate", false).put("IsLogicalEntity", false).put("HasNotes", false);
        json.put("IsOptimisticConcurrencyEnabled", true).put("ChangeTrackingEnabled", catalog.tracksChanges(table));
        json.putObject("CanCreateAttributes")
                .put("Value", !table.intersect())
                .put("CanBeChanged", false)
                .put("ManagedPropertyLogicalName", "cancreateattributes");
        json.set("DisplayName", Labels.json(names.label()));
        json.set("DisplayCollectionName", Labels.json(names.collectionLabel()));
        json.set("Description", Labels.json(names.description()));
        return new Definition(
                "EntityMetadata",
                json,
                Map.of(
                        "Attributes", () -> new Expanded.Many(columns(table, null)),
                        "Keys", () -> new Expanded.Many(keys(table)),
                        "ManyToOneRelationships", () -> new Expanded.Many(manyToOne(table)),
                        "OneToManyRelationships", () -> new Expanded.Many(oneToMany(table)),
                        "ManyToManyRelationships", () -> new Expanded.Many(manyToMany(table))));
    }

    /** @param cast the metadata type that the columns must have, or null for all */
    List<Definition> columns(Table table, @Nullable String cast) {
        return table.columns().stream()
                .filter(column ->
                        cast == null || ColumnJson.metadataType(column).equals(cast))
                .map(column -> ColumnJson.of(catalog, table, column, cast != null))
                .toList();
    }

    List<Definition> keys(Table table) {
        return table.keys().stream().map(key -> key(table, key)).toList();
    }

    Definition key(Table table, AlternateKey key) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("MetadataId", key.metadataId().toString());
        json.put("LogicalName", key.logicalName()).put("SchemaName", key.schemaName());
        json.put("EntityLogicalName", table.logicalName());
        var columns = json.putArray("KeyAttributes");
        key.columns().forEach(columns::add);
        json.put("EntityKeyIndexStatus", key.status().name());
        json.put("IsManaged", false);
        json.set("DisplayName", Labels.json(key.label()));
        return new Definition("EntityKeyMetadata", json, Map.of());
    }

    List<Definition> manyToOne(Table table) {
        return catalog.relationships().stream()
                .filter(r -> r.referencingTable().equals(table.logicalName()))
                .map(this::relationship)
                .toList();
    }

    List<Definition> oneToMany(Table table) {
        return catalog.referencing(table).stream().map(this::relationship).toList();
    }

    /** Each once, also one between the table and itself. */
    List<Definition> manyToMany(Table table) {
        return catalog.manyToMany().stream()
                .filter(r -> r.one().table().equals(table.logicalName())
                        || r.two().table().equals(table.logicalName()))
                .map(this::relationship)
                .toList();
    }

    Definition relationship(ManyToMany relationship) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("MetadataId", relationship.metadataId().toString());
        json.put("SchemaName", relationship.schemaName()).put("RelationshipType", "ManyToManyRelationship");
        json.put("IsCustomRelationship", true);
        json.put("IntersectEntityName", relationship.intersectTable());
        end(json, "Entity1", relationship.one());
        end(json, "Entity2", relationship.two());
        return new Definition("ManyToManyRelationshipMetadata", json, Map.of());
    }

    private static void end(ObjectNode json, String name, ManyToMany.End end) {
        json.put(name + "LogicalName", end.table());
        json.put(name + "IntersectAttribute", end.column());
        json.put(name + "NavigationPropertyName", end.navigation());
    }

    Definition relationship(Relationship relationship) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("MetadataId", relationship.metadataId().toString());
        json.put("SchemaName", relationship.schemaName()).put("RelationshipType", "OneToManyRelationship");
        json.put("IsCustomRelationship", relationship.custom());
        json.put("ReferencingEntity", relationship.referencingTable());
        json.put("ReferencingAttribute", relationship.referencingColumn());
        json.put("ReferencingEntityNavigationPropertyName", relationship.navigation());
        json.put("ReferencedEntity", relationship.referencedTable());
        json.put(
                "ReferencedAttribute",
                catalog.requiredTable(relationship.referencedTable()).primaryId());
        json.put("ReferencedEntityNavigationPropertyName", relationship.collectionNavigation());
        ObjectNode cascade = json.putObject("CascadeConfiguration");
        for (String verb : List.of("Assign", "Share", "Unshare", "Reparent", "Merge")) {
            cascade.put(verb, "NoCascade");
        }
        cascade.put("Delete", relationship.onDelete().name());
        return new Definition("OneToManyRelationshipMetadata", json, Map.of());
    }
}
