package org.dataferry.sink.client.rows;

import static org.dataferry.sink.client.protocol.DataverseRequest.Method.POST;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.dataferry.sink.client.protocol.DataverseRequest;
import org.dataferry.sink.client.protocol.EntitySet;
import org.dataferry.sink.client.protocol.Json;
import org.dataferry.sink.client.protocol.Operation;

/** Makes the bulk requests: many rows of one table, all or nothing on standard tables. */
final class BulkRequests {
    private final RowRequests requests;

    BulkRequests(RowRequests requests) {
        this.requests = requests;
    }

    DataverseRequest create(EntitySet set, List<ObjectNode> bodies) {
        ArrayNode targets = targets();
        bodies.forEach(body -> targets.add(target(set).setAll(body)));
        return request(Operation.CREATE_MULTIPLE, "CreateMultiple", set, targets);
    }

    DataverseRequest update(EntitySet set, List<RowUpdate> updates) {
        requireDistinct(set, updates.stream().map(RowUpdate::id).toList());
        ArrayNode targets = targets();
        updates.forEach(update -> {
            ObjectNode target = target(set).setAll(update.changes());
            targets.add(target.put(set.idColumn(), update.id().toString()));
        });
        return request(Operation.UPDATE_MULTIPLE, "UpdateMultiple", set, targets);
    }

    DataverseRequest upsert(EntitySet set, List<RowUpsert> upserts) {
        requireDistinct(set, upserts.stream().map(RowUpsert::row).toList());
        ArrayNode targets = targets();
        upserts.forEach(upsert -> targets.add(upsertTarget(set, upsert)));
        return request(Operation.UPSERT_MULTIPLE, "UpsertMultiple", set, targets);
    }

    private static ObjectNode upsertTarget(EntitySet set, RowUpsert upsert) {
        ObjectNode body = RowRequests.without(upsert.row(), upsert.body());
        return switch (upsert.row()) {
            case RowAddress.ById(var id) -> target(set).<ObjectNode>setAll(body).put(set.idColumn(), id.toString());
            case RowAddress.ByKey key ->
                target(set).put("@odata.id", key.reference(set)).setAll(body);
        };
    }

    private DataverseRequest request(Operation operation, String action, EntitySet set, ArrayNode targets) {
        if (targets.isEmpty()) {
            throw new IllegalArgumentException("%s of %s without a single row".formatted(action, set.name()));
        }
        ObjectNode body = Json.object().set("Targets", targets);
        String path = set.name() + "/Microsoft.Dynamics.CRM." + action;
        return requests.write(set, DataverseRequest.json(operation, POST, path, Json.write(body)))
                .withRows(targets.size());
    }

    /** The same row twice: an update would silently ignore the second, an upsert would fail as a whole. */
    private static void requireDistinct(EntitySet set, List<?> rows) {
        Set<Object> seen = new HashSet<>();
        rows.forEach(row -> {
            if (!seen.add(row)) {
                throw new IllegalArgumentException(
                        "One request holds the row %s of %s twice".formatted(row, set.name()));
            }
        });
    }

    private static ArrayNode targets() {
        return Json.object().putArray("Targets");
    }

    private static ObjectNode target(EntitySet set) {
        return Json.object().put("@odata.type", set.odataType());
    }
}
