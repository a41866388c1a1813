package org.dataferry.emulator.write;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.dataferry.emulator.address.AddressParser;
import org.dataferry.emulator.address.RowAddress;
import org.dataferry.emulator.error.Refusal;
import org.dataferry.emulator.error.Refusals;
import org.dataferry.emulator.metadata.Catalog;
import org.dataferry.emulator.metadata.Column;
import org.dataferry.emulator.metadata.ColumnType;
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

    private final Catalog catalog;
    private final Table table;
    private final AddressParser addresses;

    BodyReader(Catalog catalog, Table table) {
        this.catalog = catalog;
        this.table = table;
        addresses = new AddressParser(catalog);
    }

    RowPatch read(ObjectNode body) {
        Map<Column, @Nullable Object> values = new HashMap<>();
        Map<Column, RowAddress> bindings = new HashMap<>();
        for (Map.Entry<String, JsonNode> property : body.properties()) {
            String name = property.getKey();
            if (name.endsWith(BIND)) {
                bind(name.substring(0, name.length() - BIND.length()), property.getValue(), values, bindings);
            } else if (name.indexOf('@') < 0) {
                value(name, property.getValue(), values);
            }
        }
        Object id = values.remove(table.columns().getFirst());
        return new RowPatch(table, (UUID) id, values, bindings);
    }

    private void value(String name, JsonNode json, Map<Column, @Nullable Object> values) {
        Column column = table.column(name);
        Relationship relationship = catalog.navigation(table, name);
        if (relationship != null) {
            navigation(name, json, relationship, values);
        } else if (column != null && !(column.type() instanceof ColumnType.Lookup)) {
            values.put(column, JsonValues.read(table, column, json));
        } else if (collection(name)) {
            throw Refusals.notEmulated("deep inserts (rows nested under '" + name + "'); create the rows one by one");
        } else {
            throw Refusals.unknownProperty(name, table.logicalName(), table.entitySet());
        }
    }

    private void navigation(
            String name, JsonNode json, Relationship relationship, Map<Column, @Nullable Object> values) {
        if (json.isNull()) {
            values.put(column(relationship), null);
        } else if (json.isObject()) {
            throw Refusals.notEmulated("deep inserts (a row nested under '" + name + "'); bind an existing row");
        } else {
            throw Refusals.badPayload(
                    "A 'PrimitiveValue' node with non-null value was found when trying to read the value of"
                            + " the navigation property '" + name
                            + "'; however, a 'StartArray' node, a 'StartObject' node, or a"
                            + " 'PrimitiveValue' node with null value was expected.");
        }
    }

    private void bind(
            String name, JsonNode json, Map<Column, @Nullable Object> values, Map<Column, RowAddress> bindings) {
        Relationship relationship = catalog.navigation(table, name);
        if (relationship == null && collection(name)) {
            throw Refusals.notEmulated(
                    "binding rows to the collection '" + name + "'; POST " + name + "/$ref for each");
        }
        if (relationship == null) {
            throw undeclared(name);
        }
        Column column = column(relationship);
        if (json.isNull()) {
            values.put(column, null);
            return;
        }
        if (!json.isTextual()) {
            throw Refusals.badPayload("The value of '" + name + BIND + "' must be the address of one row.");
        }
        RowAddress address = addresses.inBody(json.textValue());
        if (!address.table().logicalName().equals(relationship.referencedTable())) {
            throw Refusals.badPayload("The navigation property '" + name + "' leads to '"
                    + relationship.referencedTable() + "', and can't be bound to a row of '"
                    + address.table().logicalName() + "'.");
        }
        bindings.put(column, address);
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

    private static Refusal undeclared(String name) {
        return Refusals.badPayload(
                "An undeclared property '" + name + "' which only has property annotations in the payload"
                        + " but no property value was found in the payload. In OData, only declared navigation properties and"
                        + " declared named streams can be represented as properties without values.");
    }
}
