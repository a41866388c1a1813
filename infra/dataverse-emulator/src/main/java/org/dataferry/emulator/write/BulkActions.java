package org.dataferry.emulator.write;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.dataferry.emulator.address.AddressParser;
import org.dataferry.emulator.address.RowAddress;
import org.dataferry.emulator.assumptions.Assumptions.Unwritable;
import org.dataferry.emulator.error.Refusal;
import org.dataferry.emulator.error.Refusals;
import org.dataferry.emulator.message.ApiRequest;
import org.dataferry.emulator.metadata.Table;
import org.dataferry.emulator.store.Row;
import org.dataferry.emulator.store.WriteUnit;
import org.jspecify.annotations.Nullable;

/**
 * CreateMultiple, UpdateMultiple and UpsertMultiple on standard tables: all targets or none, and the error of the first that fails, without
 * saying which it was.
 *
 * <p>Source: Microsoft's page "Use bulk operation messages".
 */
public final class BulkActions {
    private final RowWrites writes;

    public BulkActions(RowWrites writes) {
        this.writes = writes;
    }

    /** Returns the ids of the new rows, in the order of the targets. */
    public List<UUID> create(WriteUnit unit, ApiRequest request, Table table, JsonNode body) {
        BodyReader reader = writes.reader(unit.catalog(), table);
        RowWriter writer = writes.writer(unit, request);
        List<UUID> created = new ArrayList<>();
        for (ObjectNode target : targets(table, body)) {
            created.add(writer.create(reader.read(target)).id());
        }
        return created;
    }

    /** By primary id only; of two targets with one id the first counts. */
    public void update(WriteUnit unit, ApiRequest request, Table table, JsonNode body) {
        BodyReader reader = writes.reader(unit.catalog(), table);
        RowWriter writer = writes.writer(unit, request);
        Set<UUID> seen = new HashSet<>();
        for (ObjectNode target : targets(table, body)) {
            if (target.has("@odata.id")) {
                throw Refusals.badRequest(
                        "UpdateMultiple does not support alternate keys: give each target its primary key '"
                                + table.primaryId() + "'.");
            }
            RowPatch patch = reader.read(target);
            if (patch.id() == null) {
                throw invalid("A target of UpdateMultiple has no primary key '" + table.primaryId() + "'.");
            }
            if (seen.add(patch.id())) {
                writer.update(patch, writer.require(new RowAddress.ById(table, patch.id())));
            }
        }
    }

    /** By {@code @odata.id} or by primary id, mixed as the client likes; no row may be meant twice. */
    public void upsert(WriteUnit unit, ApiRequest request, Table table, JsonNode body) {
        BodyReader reader = writes.reader(unit.catalog(), table);
        RowWriter writer = writes.writer(unit, request);
        AddressParser addresses =
                new AddressParser(unit.catalog(), writes.assumptions().texts());
        Set<UUID> seen = new HashSet<>();
        for (ObjectNode target : targets(table, body)) {
            RowPatch patch = reader.read(target);
            RowAddress address = address(addresses, table, target.get("@odata.id"), patch);
            if (address instanceof RowAddress.ByKey byKey
                    && refusesKeyColumns()
                    && byKey.values().keySet().stream().anyMatch(patch::mentions)) {
                throw Refusals.unexpected();
            }
            Row row = RowWrites.upsert(writer, new Precondition.None(), address, patch)
                    .row();
            if (!seen.add(row.id())) {
                throw invalid("Two targets of UpsertMultiple mean the same row: " + address.text() + ".");
            }
        }
    }

    private boolean refusesKeyColumns() {
        return writes.assumptions().writes().keyColumnsInUpsertMultiple() == Unwritable.Refused;
    }

    private static RowAddress address(
            AddressParser addresses, Table table, @Nullable JsonNode odataId, RowPatch patch) {
        if (odataId != null) {
            RowAddress address = addresses.inBody(odataId.asText());
            if (!address.table().logicalName().equals(table.logicalName())) {
                throw invalid("The @odata.id " + odataId.asText() + " is not a row of " + table.entitySet() + ".");
            }
            return address;
        }
        if (patch.id() == null) {
            throw invalid("A target of UpsertMultiple has neither @odata.id nor the primary key '" + table.primaryId()
                    + "'.");
        }
        return new RowAddress.ById(table, patch.id());
    }

    private static List<ObjectNode> targets(Table table, JsonNode body) {
        if (!(body.get("Targets") instanceof ArrayNode targets)) {
            throw Refusals.badPayload("The parameter 'Targets' is missing or is not a list.");
        }
        String type = "Microsoft.Dynamics.CRM." + table.logicalName();
        List<ObjectNode> checked = new ArrayList<>(targets.size());
        for (JsonNode target : targets) {
            String found = target.path("@odata.type").asText();
            if (!(target instanceof ObjectNode object) || !found.equals(type) && !found.equals("#" + type)) {
                throw Refusals.badPayload("Each target needs the annotation \"@odata.type\": \"" + type + "\""
                        + (found.isEmpty() ? "." : ", not \"" + found + "\"."));
            }
            checked.add(object);
        }
        return checked;
    }

    private static Refusal invalid(String message) {
        return new Refusal(400, "0x80040203", message);
    }
}
