package org.dataferry.emulator.csdl;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.dataferry.emulator.metadata.Catalog;
import org.dataferry.emulator.metadata.Column;
import org.dataferry.emulator.metadata.ColumnType;
import org.dataferry.emulator.metadata.ManyToMany;
import org.dataferry.emulator.metadata.Relationship;
import org.dataferry.emulator.metadata.Table;

/** The navigation properties of all tables, from both ends of their relationships. */
final class NavigationProperties {
    private final Catalog catalog;
    private final Map<String, List<Relationship>> byReferencing = new HashMap<>();

    NavigationProperties(Catalog catalog) {
        this.catalog = catalog;
        for (Relationship relationship : catalog.relationships()) {
            byReferencing
                    .computeIfAbsent(relationship.referencingTable(), name -> new ArrayList<>())
                    .add(relationship);
        }
    }

    List<NavigationProperty> of(Table table) {
        List<NavigationProperty> all = new ArrayList<>();
        for (Relationship relationship : byReferencing.getOrDefault(table.logicalName(), List.of())) {
            all.add(lookup(table.requiredColumn(relationship.referencingColumn()), relationship));
        }
        for (Relationship relationship : catalog.referencing(table)) {
            all.add(new NavigationProperty.Collection(
                    relationship.collectionNavigation(),
                    catalog.requiredTable(relationship.referencingTable()),
                    relationship.navigation()));
        }
        for (ManyToMany.Side side : catalog.sides(table)) {
            all.add(new NavigationProperty.Collection(
                    side.from().navigation(),
                    catalog.requiredTable(side.to().table()),
                    side.to().navigation()));
        }
        return all;
    }

    private NavigationProperty lookup(Column column, Relationship relationship) {
        if (column.type() instanceof ColumnType.Lookup lookup && lookup.kind().equals("Owner")) {
            return new NavigationProperty.Owner(relationship.navigation(), column.wireName());
        }
        return new NavigationProperty.Single(
                relationship.navigation(),
                catalog.requiredTable(relationship.referencedTable()),
                column.wireName(),
                relationship.collectionNavigation());
    }
}
