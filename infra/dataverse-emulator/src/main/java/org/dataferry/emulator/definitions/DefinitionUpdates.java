package org.dataferry.emulator.definitions;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;
import org.dataferry.emulator.address.AddressParser;
import org.dataferry.emulator.error.Refusals;
import org.dataferry.emulator.metadata.Catalog;
import org.dataferry.emulator.metadata.ManyToMany;
import org.dataferry.emulator.metadata.Relationship;
import org.dataferry.emulator.metadata.Table;

/**
 * PUT of definitions, as changes of the catalogue.
 *
 * <p>Source: Microsoft's pages "Create and update table definitions using the Web API", and of columns, relationships and choices.
 */
final class DefinitionUpdates {
    private static final Set<String> OF_TABLE =
            Set.of("DisplayName", "DisplayCollectionName", "Description", "ChangeTrackingEnabled");
    private static final Set<String> OF_RELATIONSHIP = Set.of("CascadeConfiguration");
    private static final List<String> UNCHANGED_CASCADES = List.of("Assign", "Share", "Unshare", "Reparent", "Merge");

    private DefinitionUpdates() {}

    static Catalog changed(Catalog catalog, List<String> segments, Replacement replacement) {
        String key = DefinitionKeys.required("PUT", segments.getFirst());
        return switch (AddressParser.setOf(segments.getFirst())) {
            case "RelationshipDefinitions" -> {
                cast(segments, 1);
                yield relationship(catalog, key, replacement);
            }
            case GlobalChoices.SET -> {
                cast(segments, 1);
                yield GlobalChoices.changed(catalog, GlobalChoices.find(catalog, key), replacement);
            }
            default -> table(catalog, segments, key, replacement);
        };
    }

    private static Catalog table(Catalog catalog, List<String> segments, String key, Replacement replacement) {
        Table table = DefinitionKeys.changeable(catalog, key);
        if (segments.size() == 1) {
            return table(catalog, table, replacement);
        }
        if (!AddressParser.setOf(segments.get(1)).equals("Attributes")) {
            throw Refusals.methodNotAllowed("PUT", String.join("/", segments));
        }
        cast(segments, 2);
        return ColumnUpdate.changed(
                catalog,
                table,
                DefinitionKeys.column(table, DefinitionKeys.required("PUT", segments.get(1))),
                replacement);
    }

    private static Catalog table(Catalog catalog, Table table, Replacement replacement) {
        replacement.requireOnly(new TableJson(catalog).table(table), OF_TABLE);
        Table.Names names = table.names();
        Table described = table.with(names.describedAs(
                replacement.label("DisplayName", names.label(), names.schemaName()),
                replacement.label("DisplayCollectionName", names.collectionLabel(), names.collectionName()),
                replacement.description(names.description())));
        return catalog.with(tracking(described, replacement.json().path("ChangeTrackingEnabled")));
    }

    /** Absent, it stays as it is: which of the properties of a table a PUT resets, no page says. */
    private static Table tracking(Table table, JsonNode wanted) {
        if (!wanted.isBoolean() || wanted.asBoolean() == table.changeTracking()) {
            return table;
        }
        if (!wanted.asBoolean()) {
            throw Refusals.notEmulated("to switch change tracking off");
        }
        return table.withChangeTracking();
    }

    /** Of a one-to-many relationship what a delete does; of a many-to-many one nothing that is kept here. */
    private static Catalog relationship(Catalog catalog, String key, Replacement replacement) {
        TableJson json = new TableJson(catalog);
        for (ManyToMany relationship : catalog.manyToMany()) {
            if (DefinitionKeys.means(key, relationship)) {
                replacement.requireOnly(json.relationship(relationship), Set.of());
                return catalog;
            }
        }
        Relationship relationship = catalog.relationships().stream()
                .filter(r -> DefinitionKeys.means(key, r))
                .findFirst()
                .orElseThrow(() -> DefinitionKeys.absent("a definition with the key " + key));
        replacement.requireOnly(json.relationship(relationship), OF_RELATIONSHIP);
        for (String cascade : UNCHANGED_CASCADES) {
            String wanted = replacement
                    .json()
                    .path("CascadeConfiguration")
                    .path(cascade)
                    .asText("NoCascade");
            if (!wanted.equals("NoCascade")) {
                throw Refusals.notEmulated("CascadeConfiguration." + cascade + " '" + wanted + "'");
            }
        }
        return catalog.without(relationship).with(relationship.with(RelationshipChanges.onDelete(replacement.json())));
    }

    private static void cast(List<String> segments, int at) {
        if (segments.size() > at + 1) {
            throw Refusals.notEmulated("PUT of '" + String.join("/", segments) + "'");
        }
        if (segments.size() > at) {
            DefinitionKeys.cast(segments.get(at));
        }
    }
}
