package org.dataferry.emulator.write;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.dataferry.emulator.address.AddressParser;
import org.dataferry.emulator.address.RowAddress;
import org.dataferry.emulator.error.Refusals;
import org.dataferry.emulator.metadata.Catalog;
import org.dataferry.emulator.metadata.Table;
import org.jspecify.annotations.Nullable;

/**
 * The targets of a bulk request, read before its unit of work begins, so that what units do one after the other is short. Should the
 * definitions change between, they are read again.
 */
public final class BulkTargets {
    /** @param address what {@code @odata.id} says, or null without it */
    record Target(RowPatch patch, @Nullable RowAddress address) {}

    private final RowWrites writes;
    private final String tableName;
    private final Consumer<Consumer<JsonNode>> source;
    private Catalog catalog;
    private List<Target> read;

    private BulkTargets(RowWrites writes, Catalog catalog, String tableName, Consumer<Consumer<JsonNode>> source) {
        this.writes = writes;
        this.catalog = catalog;
        this.tableName = tableName;
        this.source = source;
        read = read(catalog);
    }

    /** @param source gives the targets one by one, each time that it is asked */
    static BulkTargets of(RowWrites writes, Catalog catalog, Table table, Consumer<Consumer<JsonNode>> source) {
        return new BulkTargets(writes, catalog, table.logicalName(), source);
    }

    List<Target> in(Catalog present) {
        if (present != catalog) {
            catalog = present;
            read = read(present);
        }
        return read;
    }

    Table table() {
        return catalog.requiredTable(tableName);
    }

    private List<Target> read(Catalog present) {
        Table table = present.requiredTable(tableName);
        BodyReader reader = writes.reader(present, table);
        AddressParser addresses =
                new AddressParser(present, writes.assumptions().texts());
        String type = "Microsoft.Dynamics.CRM." + tableName;
        List<Target> targets = new ArrayList<>();
        source.accept(json -> {
            ObjectNode target = typed(json, type);
            JsonNode id = target.get("@odata.id");
            targets.add(new Target(reader.read(target), id == null ? null : address(addresses, table, id)));
        });
        return targets;
    }

    private static RowAddress address(AddressParser addresses, Table table, JsonNode id) {
        RowAddress address = addresses.inBody(id.asText());
        if (!address.table().logicalName().equals(table.logicalName())) {
            throw BulkActions.invalid("The @odata.id " + id.asText() + " is not a row of " + table.entitySet() + ".");
        }
        return address;
    }

    private static ObjectNode typed(JsonNode target, String type) {
        String found = target.path("@odata.type").asText();
        if (target instanceof ObjectNode object
                && (found.equals(type) || found.length() == type.length() + 1 && found.equals("#" + type))) {
            return object;
        }
        throw Refusals.badPayload("Each target needs the annotation \"@odata.type\": \"" + type + "\""
                + (found.isEmpty() ? "." : ", not \"" + found + "\"."));
    }
}
