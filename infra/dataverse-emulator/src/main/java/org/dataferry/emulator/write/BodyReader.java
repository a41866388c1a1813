package org.dataferry.emulator.write;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.dataferry.emulator.address.AddressParser;
import org.dataferry.emulator.address.RowAddress;
import org.dataferry.emulator.assumptions.Assumptions;
import org.dataferry.emulator.error.Refusal;
import org.dataferry.emulator.error.Refusals;
import org.dataferry.emulator.metadata.Catalog;
import org.dataferry.emulator.metadata.Column;
import org.dataferry.emulator.metadata.ColumnType;
import org.dataferry.emulator.metadata.ManyToMany;
import org.dataferry.emulator.metadata.Relationship;
import org.dataferry.emulator.metadata.Table;
import org.dataferry.emulator.value.JsonValues;
import org.jspecify.annotations.Nullable;

/**
 * Reads the body of a write.
 *
 * <p>Source: Microsoft's pages "Web API properties", "Web API navigation properties" and "Associate and disassociate table rows".
 */
final class BodyReader {
    private static final String BIND = "@odata.bind";
    /** Deeper than any client nests; keeps the stack small. */
    private static final int MAX_DEPTH = 20;

    private final Catalog catalog;
    private final Table table;
    private final Assumptions assumptions;
    private final AddressParser addresses;
    private final JsonValues json;
    private final int depth;

    BodyReader(Catalog catalog, Table table, Assumptions assumptions) {
        this(catalog, table, assumptions, 0);
    }

    private BodyReader(Catalog catalog, Table table, Assumptions assumptions, int depth) {
        this.catalog = catalog;
        this.table = table;
        this.assumptions = assumptions;
        this.depth = depth;
        addresses = new AddressParser(catalog, assumptions.texts());
        json = new JsonValues(assumptions.texts());
    }

    RowPatch read(ObjectNode body) {
        Map<Column, @Nullable Object> values = new ColumnMap<>(table.width());
        Map<Column, RowAddress> bindings = new ColumnMap<>(table.width());
        List<Nested> nested = new ArrayList<>();
        for (Map.Entry<String, JsonNode> property : body.properties()) {
            String name = property.getKey();
            if (name.endsWith(BIND)) {
                bind(name.substring(0, name.length() - BIND.length()), property.getValue(), values, bindings, nested);
            } else if (name.indexOf('@') < 0) {
                value(name, property.getValue(), values, nested);
            }
        }
        Object id = values.remove(table.columns().getFirst());
        return new RowPatch(table, (UUID) id, values, bindings, nested);
    }

    private void value(String name, JsonNode value, Map<Column, @Nullable Object> values, List<Nested> nested) {
        Column column = table.column(name);
        Relationship relationship = catalog.navigation(table, name);
        if (relationship != null) {
            navigation(name, value, relationship, values, nested);
        } else if (column != null && !(column.type() instanceof ColumnType.Lookup)) {
            values.put(column, json.read(table, column, value));
        } else if (collection(name)) {
            nested.add(newRows(name, value));
        } else {
            throw Refusals.unknownProperty(name, table.logicalName(), table.entitySet());
        }
    }

    private void navigation(
            String name,
            JsonNode value,
            Relationship relationship,
            Map<Column, @Nullable Object> values,
            List<Nested> nested) {
        if (value.isNull()) {
            values.put(column(relationship), null);
        } else if (value instanceof ObjectNode object) {
            nested.add(new Nested.Parent(
                    name, relationship, below(relationship.referencedTable()).read(object)));
        } else {
            throw Refusals.badPayload(
                    "A 'PrimitiveValue' node with non-null value was found when trying to read the value of"
                            + " the navigation property '" + name
                            + "'; however, a 'StartArray' node, a 'StartObject' node, or a"
                            + " 'PrimitiveValue' node with null value was expected.");
        }
    }

    private Nested newRows(String name, JsonNode value) {
        ManyToMany.Side side = catalog.side(table, name);
        Relationship relationship = catalog.collection(table, name);
        BodyReader reader = below(
                side != null ? side.to().table() : required(relationship, name).referencingTable());
        List<RowPatch> rows = new ArrayList<>();
        for (JsonNode row : list(name, value)) {
            if (!(row instanceof ObjectNode object)) {
                throw Refusals.badPayload("Each member of '" + name + "' must be an object: a new row.");
            }
            rows.add(reader.read(object));
        }
        return side != null
                ? new Nested.Linked(name, side, rows)
                : new Nested.Children(name, required(relationship, name), rows);
    }

    private void bind(
            String name,
            JsonNode value,
            Map<Column, @Nullable Object> values,
            Map<Column, RowAddress> bindings,
            List<Nested> nested) {
        Relationship relationship = catalog.navigation(table, name);
        if (relationship == null && collection(name)) {
            nested.add(boundRows(name, value));
            return;
        }
        Column column = column(required(relationship, name));
        if (value.isNull()) {
            values.put(column, null);
            return;
        }
        if (!value.isTextual()) {
            throw Refusals.badPayload("The value of '" + name + BIND + "' must be the address of one row.");
        }
        RowAddress address = addresses.inBody(value.textValue());
        if (!leadsTo(required(relationship, name), column, address.table())) {
            throw wrongTable(name, required(relationship, name).referencedTable(), address);
        }
        bindings.put(column, address);
    }

    private Nested boundRows(String name, JsonNode value) {
        ManyToMany.Side side = catalog.side(table, name);
        Relationship relationship = catalog.collection(table, name);
        String target =
                side != null ? side.to().table() : required(relationship, name).referencingTable();
        List<RowAddress> rows = new ArrayList<>();
        for (JsonNode row : list(name + BIND, value)) {
            RowAddress address = addresses.inBody(row.asText());
            if (!address.table().logicalName().equals(target)) {
                throw wrongTable(name, target, address);
            }
            rows.add(address);
        }
        return side != null
                ? new Nested.BoundLinks(name, side, rows)
                : new Nested.BoundChildren(name, required(relationship, name), rows);
    }

    /** The owner is the one lookup of several tables that has one navigation property. */
    private static boolean leadsTo(Relationship relationship, Column column, Table target) {
        return column.type() instanceof ColumnType.Lookup lookup
                        && lookup.kind().equals("Owner")
                        && lookup.targets().contains(target.logicalName())
                || relationship.referencedTable().equals(target.logicalName());
    }

    private static Iterable<JsonNode> list(String name, JsonNode value) {
        if (!value.isArray()) {
            throw Refusals.badPayload("The value of '" + name + "' must be a list.");
        }
        return value;
    }

    private BodyReader below(String tableName) {
        if (depth >= MAX_DEPTH) {
            throw Refusals.badPayload("The body nests rows more than " + MAX_DEPTH + " deep.");
        }
        return new BodyReader(catalog, catalog.requiredTable(tableName), assumptions, depth + 1);
    }

    private boolean collection(String name) {
        return catalog.side(table, name) != null || catalog.collection(table, name) != null;
    }

    private Column column(Relationship relationship) {
        Column column = table.column(relationship.referencingColumn());
        if (column == null) {
            throw undeclared(relationship.navigation());
        }
        return column;
    }

    private static Relationship required(@Nullable Relationship relationship, String name) {
        if (relationship == null) {
            throw undeclared(name);
        }
        return relationship;
    }

    private static Refusal wrongTable(String name, String target, RowAddress address) {
        return Refusals.badPayload("The navigation property '" + name + "' leads to '" + target
                + "', and can't be bound to a row of '" + address.table().logicalName() + "'.");
    }

    private static Refusal undeclared(String name) {
        return Refusals.badPayload(
                "An undeclared property '" + name + "' which only has property annotations in the payload"
                        + " but no property value was found in the payload. In OData, only declared navigation properties and"
                        + " declared named streams can be represented as properties without values.");
    }
}
